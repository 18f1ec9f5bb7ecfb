import { possibleParts, splitCompound } from '../../domain/search/compounds.ts';
import { deletionsOf } from '../../domain/search/spelling.ts';
import type { Tx } from '../database.ts';

/** Stems of a word; null where the language has it among the words that mean nothing. */
export interface WordStems {
  readonly english: string | null;
  readonly german: string | null;
}

/** Stems of words of letters; other words have none. */
export async function stemsOfWords(db: Tx, words: readonly string[]): Promise<Map<string, WordStems>> {
  const rows = await db.$queryRaw<(WordStems & { readonly word: string })[]>`
    SELECT word, (ts_lexize('english_stem', word))[1] AS english, (ts_lexize('german_stem', word))[1] AS german
      FROM unnest(${words.filter((word) => /^\p{L}+$/u.test(word))}::text[]) AS word`;
  return new Map(rows.map(({ word, ...stems }) => [word, stems]));
}

/**
 * Adds the words that the vocabulary does not have, with their misspellings and parts: one sorted insert into each table.
 * @param words the form shown to people of each
 * @param documents 1 if a product has them, 0 if only synonyms do
 */
export async function learnWords(
  db: Tx,
  words: ReadonlyMap<string, string>,
  stems: ReadonlyMap<string, WordStems>,
  documents: 0 | 1,
): Promise<void> {
  const known = await knownWords(db, [...words.keys()]);
  if (documents === 1) {
    await db.$executeRaw`
      UPDATE search_words SET documents = 1 WHERE word = ANY(${[...known]}::text[]) AND documents = 0`;
  }
  const added = [...words.keys()].filter((word) => !known.has(word)).sort();
  if (added.length === 0) return;
  const rows = added.map((word) => ({ word, display: words.get(word) ?? word, ...stems.get(word) }));
  await db.$executeRaw`
    INSERT INTO search_words (word, display, english, german, documents)
    SELECT word, display, english, german, ${documents}::int
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(word text, display text, english text, german text)
     ORDER BY word COLLATE "C" ON CONFLICT DO NOTHING`;
  const deletions = added.flatMap((word) => deletionsOf(word).map((deletion) => ({ deletion, word })));
  await db.$executeRaw`
    INSERT INTO search_spellings (deletion, word)
    SELECT DISTINCT deletion COLLATE "C", word COLLATE "C"
      FROM json_to_recordset(${JSON.stringify(deletions)}::json) AS r(deletion text, word text)
     ORDER BY 1, 2 ON CONFLICT DO NOTHING`;
  const parts = await knownParts(db, added);
  const compounds = added.flatMap((word) =>
    (splitCompound(word, (part) => part !== word && parts.has(part)) ?? []).map((part) => ({ part, word })),
  );
  await db.$executeRaw`
    INSERT INTO search_compounds (part, word)
    SELECT DISTINCT part COLLATE "C", word COLLATE "C"
      FROM json_to_recordset(${JSON.stringify(compounds)}::json) AS r(part text, word text)
     ORDER BY 1, 2 ON CONFLICT DO NOTHING`;
}

/** With more new words than this, reading the whole vocabulary is cheaper than looking up all their parts. */
const FEW_WORDS = 20;

/** Words of the vocabulary, those that may be parts of others among them. */
async function knownParts(db: Tx, words: readonly string[]): Promise<Set<string>> {
  if (words.length <= FEW_WORDS) return knownWords(db, [...new Set(words.flatMap(possibleParts))]);
  const rows = await db.$queryRaw<{ word: string }[]>`SELECT word FROM search_words`;
  return new Set(rows.map(({ word }) => word));
}

/** Which of these are in the vocabulary. */
export async function knownWords(db: Tx, words: readonly string[]): Promise<Set<string>> {
  if (words.length === 0) return new Set();
  const rows = await db.$queryRaw<{ word: string }[]>`
    SELECT word FROM search_words WHERE word = ANY(${[...words]}::text[])`;
  return new Set(rows.map(({ word }) => word));
}

/** Words from which one of these misspelt ones may come, with the number of their products. */
export async function wordsNear(
  db: Tx,
  misspelt: readonly string[],
): Promise<{ word: string; documents: number }[]> {
  return db.$queryRaw`
    SELECT word, documents FROM search_words w
     WHERE word IN (SELECT word FROM search_spellings
                     WHERE deletion = ANY(${[...new Set(misspelt.flatMap(deletionsOf))]}::text[]))
       AND (documents > 0 OR EXISTS (SELECT FROM search_synonym_keys s WHERE s.key = w.word))`;
}

/** Counts anew in how many products each word is; words of none are corrected to last. */
export async function countWords(db: Tx): Promise<void> {
  await db.$executeRaw`
    WITH counted AS MATERIALIZED (
      SELECT word, ndoc FROM ts_stat('SELECT search FROM search_documents WHERE is_active')
    ), changed AS MATERIALIZED (
      SELECT w.word, coalesce(c.ndoc, 0) AS documents FROM search_words w LEFT JOIN counted c ON c.word = w.word COLLATE "C"
       WHERE w.documents <> coalesce(c.ndoc, 0) ORDER BY 1
    )
    UPDATE search_words w SET documents = changed.documents FROM changed WHERE changed.word = w.word`;
}
