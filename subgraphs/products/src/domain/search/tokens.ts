/** A word of a text, folded. */
export interface Token {
  /** As it was written, in lower case. */
  readonly raw: string;
  /** Lower case, without accents: `käse` is `kase`. */
  readonly word: string;
  /** The same with umlauts spelt out, `kaese`; equal to `word` if it has none. */
  readonly spelt: string;
}

/** Words longer than this are cut: nobody types them, and an index has no use for them. */
const MAX_LENGTH = 60;

const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
};
const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };

/** What makes a word: letters and digits of any script with their marks. Everything else separates. */
const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** A sign of a script that puts no spaces between words is a word of its own. */
const SIGN = /([\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF])/u;

const spellOut = (text: string, letters: Readonly<Record<string, string>>): string =>
  [...text].map((letter) => letters[letter] ?? letter).join('');

/** Lower-case text in composed form, letters spelt out, then without accents. */
function withoutAccents(text: string): string {
  return spellOut(text, LETTERS)
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/gu, '')
    .normalize('NFC');
}

/** The words of a text in their order. Any string has a result; what is no letter or digit separates words. */
export function tokensOf(text: string): Token[] {
  const lower = text.normalize('NFKC').toLowerCase();
  const words = [...lower.matchAll(WORD)].flatMap(([word]) => word.split(SIGN)).filter((word) => word !== '');
  return words.flatMap((raw) => {
    const word = withoutAccents(raw).slice(0, MAX_LENGTH);
    if (word === '') return [];
    return [{ raw, word, spelt: withoutAccents(spellOut(raw, UMLAUTS)).slice(0, MAX_LENGTH) }];
  });
}

/** The spellings of a token, each once. */
export const spellingsOf = ({ word, spelt }: Token): string[] => (word === spelt ? [word] : [word, spelt]);

/** A text as a key of a table: its folded words joined by spaces. */
export const foldedKey = (text: string): string =>
  tokensOf(text)
    .map(({ word }) => word)
    .join(' ');

/** Whether a word belongs to the vocabulary, so that others can be corrected to it: 2–40 letters, no digits. */
export const isVocabulary = (word: string): boolean => /^\p{L}{2,40}$/u.test(word);
