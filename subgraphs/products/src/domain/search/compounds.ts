/** German joins nouns: "Apfelsaft" is "Apfel" and "Saft", sometimes with letters between them ("Orange-n-saft"). */

/** Letters between the parts of a compound. */
const LINKS = ['', 's', 'n', 'en', 'es', 'er', 'e'];
/** What a word may lose before another one: "Erdbeer-marmelade" is of "Erdbeeren". */
const ENDINGS = ['', 'e', 'n', 'en'];

const MIN_PART = 3;
const MIN_COMPOUND = 6;
const MAX_COMPOUND = 30;
const MAX_PARTS = 4;

const isLong = (word: string): boolean => word.length >= MIN_COMPOUND && word.length <= MAX_COMPOUND;

/** Words that may be parts of a word: what to look up before `splitCompound`. At most 1,620 of a word. */
export function possibleParts(word: string): string[] {
  if (!isLong(word)) return [];
  const parts = new Set<string>();
  for (let from = 0; from + MIN_PART <= word.length; from += 1) {
    for (let to = from + MIN_PART; to <= word.length; to += 1) {
      for (const ending of ENDINGS) parts.add(word.slice(from, to) + ending);
    }
  }
  parts.delete(word);
  return [...parts];
}

/**
 * The words that a compound is made of, all of them known: the fewest possible and the first as long as possible. Null:
 * it is none.
 */
export function splitCompound(word: string, isKnown: (part: string) => boolean): string[] | null {
  if (!isLong(word)) return null;
  for (let parts = 2; parts <= MAX_PARTS; parts += 1) {
    const split = splitInto(word, parts, isKnown);
    if (split !== null) return split;
  }
  return null;
}

function splitInto(rest: string, parts: number, isKnown: (part: string) => boolean): string[] | null {
  if (parts === 1) return rest.length >= MIN_PART && isKnown(rest) ? [rest] : null;
  for (let length = rest.length - MIN_PART; length >= MIN_PART; length -= 1) {
    const start = rest.slice(0, length);
    const first = ENDINGS.map((ending) => start + ending).find(isKnown);
    if (first === undefined) continue;
    for (const link of LINKS) {
      if (!rest.startsWith(link, length)) continue;
      const others = splitInto(rest.slice(length + link.length), parts - 1, isKnown);
      if (others !== null) return [first, ...others];
    }
  }
  return null;
}
