import { type Token, tokensOf } from './tokens.ts';

/** Terms that mean the same: who searches for one finds products with any. */
export interface Synonyms {
  readonly id: string;
  readonly terms: string[];
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
