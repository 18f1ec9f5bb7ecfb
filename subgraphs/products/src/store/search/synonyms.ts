import { type Synonyms, synonymKeysOf } from '../../domain/search/synonyms.ts';
import { isVocabulary, spellingsOf, tokensOf } from '../../domain/search/tokens.ts';
import type { Tx } from '../database.ts';
import { lockIndex } from './documents.ts';
import { learnWords, stemsOfWords } from './vocabulary.ts';

/** Adds synonyms, those of an ID that is taken excepted, and their words to the vocabulary. Returns how many were added. */
export async function insertSynonyms(db: Tx, synonyms: readonly Synonyms[]): Promise<number> {
  await lockIndex(db);
  const added = await db.searchSynonyms.createManyAndReturn({
    data: synonyms.map(({ id, terms }) => ({ id, terms })),
    skipDuplicates: true,
  });
  const words = new Map<string, string>();
  for (const token of added.flatMap(({ terms }) => terms).flatMap(tokensOf)) {
    for (const word of spellingsOf(token)) if (isVocabulary(word)) words.set(word, token.raw);
  }
  const stems = await stemsOfWords(db, [...words.keys()]);
  await learnWords(db, words, stems, 0);
  const stemsOf = (word: string): string[] => {
    const { english, german } = stems.get(word) ?? { english: word, german: word };
    return [english ?? word, german ?? word];
  };
  const keys = added.flatMap(({ id, terms }) =>
    terms
      .map((term) => synonymKeysOf(term, stemsOf))
      .flatMap(({ term, keys: all, query }) => all.map((key) => ({ id, term, key, query }))),
  );
  await db.$executeRaw`
    INSERT INTO search_synonym_keys (synonyms_id, term, key, query)
    SELECT id, term, key, query
      FROM json_to_recordset(${JSON.stringify(keys)}::json) AS r(id uuid, term text, key text, query text)`;
  return added.length;
}
