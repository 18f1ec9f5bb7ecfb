import { distanceMeters, type Point } from '@nakku/geo';
import type { Place, PlaceMatch } from './place.ts';

/** Why an address cannot be delivered to as it was written. */
export type AddressProblem = 'NOT_FOUND' | 'AMBIGUOUS' | 'COORDINATES_DISAGREE' | 'OUT_OF_ZONE';

/** An address farther than this from the location that came with it is another one. */
export const MAX_DISAGREEMENT_METERS = 150;

/** What the gazetteer knows of an address. */
export type AddressMatch =
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly places: readonly PlaceMatch[] }
  | { readonly kind: 'one'; readonly place: Place; readonly distanceMeters: number | null };

export interface AddressValidation {
  readonly problems: readonly AddressProblem[];
  /** The address as the gazetteer has it; null if there is none, or several. */
  readonly place: Place | null;
  /** From the location that was given; null without one. */
  readonly distanceMeters: number | null;
  /** What may be meant instead. */
  readonly suggestions: readonly PlaceMatch[];
}

/**
 * Which of the places that have an address is meant: the one at the location that came with it, or the only one. Entrances of
 * one house that are near each other are one.
 */
export function matchAddress(places: readonly Place[], location: Point | null): AddressMatch {
  const origin = location ?? places[0]?.location;
  if (origin === undefined) return { kind: 'none' };
  const matches = places
    .map((place) => ({ place, score: 1, distanceMeters: Math.round(distanceMeters(origin, place.location)) }))
    .sort(
      (one, other) => one.distanceMeters - other.distanceMeters || (one.place.id < other.place.id ? -1 : 1),
    );
  const [nearest] = matches;
  if (nearest === undefined) return { kind: 'none' };
  if (location !== null) return { kind: 'one', ...nearest };
  const isOne = matches.every((match) => match.distanceMeters <= MAX_DISAGREEMENT_METERS);
  if (isOne) return { kind: 'one', place: nearest.place, distanceMeters: null };
  return { kind: 'several', places: matches.map((match) => ({ ...match, distanceMeters: null })) };
}

/** What is wrong with an address of which the gazetteer has one place. @param isServed whether a zone or radius holds it */
export function problemsOf(
  match: Extract<AddressMatch, { kind: 'one' }>,
  isServed: boolean,
): AddressProblem[] {
  const isElsewhere = match.distanceMeters !== null && match.distanceMeters > MAX_DISAGREEMENT_METERS;
  return [
    ...(isElsewhere ? (['COORDINATES_DISAGREE'] as const) : []),
    ...(isServed ? [] : (['OUT_OF_ZONE'] as const)),
  ];
}
