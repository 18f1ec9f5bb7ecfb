/**
 * Spelling correction by deletions (SymSpell): two words within n edits share a string that is left when at most n
 * letters of each are deleted. So a look-up of equal strings finds the candidates, and the distance decides.
 */

/** Only this many letters at the start of a word are deleted from: enough to find it, and few rows. */
const PREFIX = 9;

/** How many edits may lie between a word of this length and what was meant: short words are too near to each other. */
export function maxEdits(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/** The start of a word with up to `maxEdits` letters deleted, and undeleted. */
export function deletionsOf(word: string): string[] {
  const all = new Set([word.slice(0, PREFIX)]);
  let last = [...all];
  for (let edits = 0; edits < maxEdits(word); edits += 1) {
    last = last.flatMap((text) => [...text].map((_, at) => text.slice(0, at) + text.slice(at + 1)));
    for (const text of last) all.add(text);
  }
  return [...all].filter((text) => text !== '');
}

/** Edits between two words: a letter more, less or another, or two neighbours exchanged (optimal string alignment). */
export function editDistance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1];
      let edits = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      const isExchanged = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isExchanged) edits = Math.min(edits, (beforeLast[j - 2] ?? 0) + 1);
      row.push(edits);
    }
    beforeLast = last;
    last = row;
  }
  return last[other.length] ?? 0;
}

/** A word that may have been meant, and in how many products it is. */
export interface Candidate {
  readonly word: string;
  readonly documents: number;
}

/** How many words one misspelt word may stand for. */
const MAX_CORRECTIONS = 3;

/**
 * The nearest words to one that is unknown, best first: those that begin alike and are in more products. Empty: none is
 * near enough. `edits` is their distance.
 */
export function correct(
  word: string,
  candidates: readonly Candidate[],
): { readonly words: string[]; readonly edits: number } {
  const near = candidates
    .map((candidate) => ({ ...candidate, edits: editDistance(word, candidate.word) }))
    .filter(({ edits }) => edits <= maxEdits(word));
  const edits = Math.min(...near.map((candidate) => candidate.edits));
  const begins = (candidate: string): number => (candidate[0] === word[0] ? 0 : 1);
  const nearest = near
    .filter((candidate) => candidate.edits === edits)
    .sort(
      (one, other) =>
        begins(one.word) - begins(other.word) ||
        other.documents - one.documents ||
        (one.word < other.word ? -1 : 1),
    );
  return { words: nearest.slice(0, MAX_CORRECTIONS).map((candidate) => candidate.word), edits };
}
