import { type Token, tokensOf } from './tokens.ts';

/** Terms that mean the same: who searches for one finds products with any. */
export interface Synonyms {
  readonly id: string;
  readonly terms: string[];
}

export const MAX_TERMS = 20;
export const MAX_TERM_LENGTH = 60;
/** Words of a term; searches look up no more neighbours at once. */
export const MAX_TERM_WORDS = 3;

/** Why terms cannot be synonyms, as a sentence's end, with the index of the term; null if they can. */
export function synonymsProblem(terms: readonly string[]): { at: number; reason: string } | null {
  const seen = new Set<string>();
  for (const [at, term] of terms.entries()) {
    const tokens = tokensOf(term);
    if (tokens.length === 0) return { at, reason: 'must have letters or digits' };
    if (tokens.length > MAX_TERM_WORDS) return { at, reason: `must have at most ${MAX_TERM_WORDS} words` };
    const key = tokens.map(({ word }) => word).join(' ');
    if (seen.has(key)) return { at, reason: 'must differ from the other terms' };
    seen.add(key);
  }
  return null;
}

/** A term as it is stored: found by its keys, searched by its query. */
export interface SynonymKeys {
  readonly term: string;
  readonly keys: readonly string[];
  readonly query: string;
}

/** Keys and query of a term, given the stems of a word in all languages, the word itself among them. */
export function synonymKeysOf(term: string, stemsOf: (word: string) => readonly string[]): SynonymKeys {
  const tokens = tokensOf(term);
  const joined = (of: (token: Token) => string): string => tokens.map(of).join(' ');
  const [first] = tokens;
  const stems = tokens.length === 1 && first !== undefined ? stemsOf(first.word) : [];
  const keys = [...new Set([joined(({ word }) => word), joined(({ spelt }) => spelt), ...stems])];
  const words = tokens.map(({ word, spelt }) => {
    const lexemes = new Set([word, spelt, ...stemsOf(word)]);
    return `(${[...lexemes].map((lexeme) => `'${lexeme}'`).join(' | ')})`;
  });
  return { term: joined(({ word }) => word), keys, query: `(${words.join(' & ')})` };
}
