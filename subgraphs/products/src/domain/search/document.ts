import { packagingOf, type Product } from '../product.ts';
import { isVocabulary, spellingsOf, tokensOf } from './tokens.ts';

/**
 * Version of how products are turned into words. Whoever changes this folder's rules for documents adds 1: the job
 * `index-search` then writes all documents anew.
 */
export const ANALYSIS = 1;

/** Weight of a word in the ranking: name; brand and tags; categories; description, SKU and packaging. */
type Weight = 'A' | 'B' | 'C' | 'D';

interface Entry {
  readonly word: string;
  readonly weight: Weight;
  readonly position: number;
}

/** The words of a product, before their stems are known. */
export interface SearchDocument {
  readonly entries: readonly Entry[];
  /** How many words the name has: of two products that match alike, the shorter name is the better match. */
  readonly nameWords: number;
  /** Words that others can be corrected to, with the form that is shown to people. */
  readonly vocabulary: ReadonlyMap<string, string>;
}

/** Stems of a word in the languages of the shop, without the word itself. */
export type Stems = ReadonlyMap<string, readonly string[]>;

/** Positions of words end here in PostgreSQL. */
const MAX_POSITION = 16_383;
/** Between two fields, so that their words do not count as neighbours. */
const GAP = 20;

/** The words of a product; `categories` are the names from the top of the tree down to its own. */
export function documentOf(product: Product, categories: readonly string[]): SearchDocument {
  const { name, brand, tags, description, sku, size, unit } = product;
  const packaging = packagingOf(size, unit);
  const fields: readonly (readonly [Weight, string])[] = [
    ['A', name],
    ['B', [brand ?? '', ...tags].join(' | ')],
    ['C', categories.join(' | ')],
    ['D', description ?? ''],
    // As people type it, too: `500g`.
    ['D', `${sku} ${packaging} ${packaging.replace(' ', '')}`],
  ];
  const entries: Entry[] = [];
  const vocabulary = new Map<string, string>();
  let position = 1;
  for (const [at, [weight, text]] of fields.entries()) {
    for (const token of tokensOf(text)) {
      for (const word of spellingsOf(token)) {
        entries.push({ word, weight, position });
        if (at < fields.length - 1 && isVocabulary(word)) vocabulary.set(word, token.raw);
      }
      position = Math.min(position + 1, MAX_POSITION);
    }
    position = Math.min(position + GAP, MAX_POSITION);
  }
  return { entries, nameWords: tokensOf(name).length, vocabulary };
}

/** A document in PostgreSQL's notation of a tsvector, each word with its stems at the same place. */
export function vectorOf(document: SearchDocument, stems: Stems): string {
  const places = new Map<string, string[]>();
  for (const { word, weight, position } of document.entries) {
    for (const lexeme of [word, ...(stems.get(word) ?? [])]) {
      const known = places.get(lexeme) ?? [];
      known.push(`${position}${weight}`);
      places.set(lexeme, known);
    }
  }
  // Words are letters, digits and marks: nothing in them needs an escape.
  return [...places].map(([lexeme, at]) => `'${lexeme}':${at.join(',')}`).join(' ');
}
