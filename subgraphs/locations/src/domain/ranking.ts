import { distanceMeters, type Point } from '@nakku/geo';
import type { Place, PlaceMatch } from './place.ts';

/** A place that the index found. */
export interface Candidate {
  readonly place: Place;
  /** What it is found by, folded. */
  readonly searchText: string;
  /** 0–1: how much of the query's trigrams it has; null for what was found by its beginning. */
  readonly similarity: number | null;
}

/** The distance at which a place counts half as near as one at the door. */
const NEAR_METERS = 20_000;

/** Share of the query's words that the place has; the last one may be the beginning of a word while it is typed. */
function wordShare(query: string, searchText: string, isTyping: boolean): number {
  const words = query.split(' ');
  const own = searchText.split(' ');
  const last = words.length - 1;
  const found = words.filter(
    (word, index) =>
      own.includes(word) || (isTyping && index === last && own.some((o) => o.startsWith(word))),
  );
  return found.length / words.length;
}

/** How well a text matches, 0–1: its letters and its whole words count alike, so that house numbers do. */
export function textScore(query: string, candidate: Candidate, isTyping: boolean): number {
  const { searchText, similarity } = candidate;
  if (searchText === query) return 1;
  const letters = similarity ?? (searchText.startsWith(query) ? 1 : 0);
  return 0.99 * ((letters + wordShare(query, searchText, isTyping)) / 2);
}

/**
 * The best matches first: by text, then importance, then nearness; ties by ID, so that everybody sees the same.
 * @param query folded
 * @param near position of the user; null: importance alone decides among equal texts
 */
export function ranked(
  candidates: readonly Candidate[],
  o: {
    readonly query: string;
    readonly near: Point | null;
    readonly isTyping: boolean;
    readonly limit: number;
  },
): PlaceMatch[] {
  const best = new Map<string, { readonly match: PlaceMatch; readonly rank: number }>();
  for (const candidate of candidates) {
    const { place } = candidate;
    const score = textScore(o.query, candidate, o.isTyping);
    const distance = o.near === null ? null : distanceMeters(o.near, place.location);
    const rank =
      6 * score + 0.3 * place.weight - (distance === null ? 0 : Math.log(1 + distance / NEAR_METERS));
    const known = best.get(place.id);
    if (known !== undefined && known.rank >= rank) continue;
    const match = { place, score, distanceMeters: distance === null ? null : Math.round(distance) };
    best.set(place.id, { match, rank });
  }
  return [...best.values()]
    .sort((one, other) => other.rank - one.rank || (one.match.place.id < other.match.place.id ? -1 : 1))
    .slice(0, o.limit)
    .map(({ match }) => match);
}
