/** Characters of a folded text; more says nothing about a place. */
export const MAX_SEARCH_TEXT = 200;

/** Letters that Unicode does not decompose, and what people type for them. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'a',
  œ: 'o',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};

/** "Schöneberg" and "Schoeneberg" are one name: both lose the sign of the umlaut. */
const UMLAUTS: Readonly<Record<string, string>> = { ae: 'a', oe: 'o', ue: 'u' };

function foldedWord(word: string): string {
  const long = word.endsWith('str') ? `${word}asse` : word;
  return long.replace(/ae|oe|ue/g, (pair) => UMLAUTS[pair] ?? pair);
}

/**
 * The form in which names are stored and looked for: small letters without accents, words and numbers separated by one
 * space, `Str.` written out. "Schöneberger Str. 12 a" and "SCHOENEBERGER STRASSE 12A" become the same text.
 * @returns at most `MAX_SEARCH_TEXT` characters; '' if nothing of the text is a letter or a digit
 */
export function folded(text: string): string {
  const words = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøđðłþı]/g, (letter) => LETTERS[letter] ?? letter)
    .split(/[^\p{L}\p{N}]/u)
    .filter((word) => word !== '')
    .map(foldedWord);
  const joined: string[] = [];
  for (const word of words) {
    const previous = joined.at(-1);
    if (previous !== undefined && /^\d+$/.test(previous) && /^[a-z]$/.test(word)) {
      joined[joined.length - 1] = previous + word;
    } else joined.push(word);
  }
  return joined.join(' ').slice(0, MAX_SEARCH_TEXT).trim();
}

/** What a place is found by. */
export function searchTextOf(place: {
  readonly name: string;
  readonly postcode: string | null;
  readonly city: string | null;
}): string {
  return folded([place.name, place.postcode, place.city].filter((part) => part !== null).join(' '));
}
