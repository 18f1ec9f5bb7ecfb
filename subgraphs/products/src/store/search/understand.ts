import { correct } from '../../domain/search/spelling.ts';
import { possibleParts, splitCompound } from '../../domain/search/compounds.ts';
import { spellingsOf, type Token, tokensOf } from '../../domain/search/tokens.ts';
import {
  type Fact,
  type Facts,
  lookupsOf,
  MAX_WORDS,
  meaningful,
  type Repair,
  type Understanding,
  understandingOf,
  unknownWords,
} from '../../domain/search/understand.ts';
import type { Tx } from '../database.ts';
import { knownWords, wordsNear } from './vocabulary.ts';

/** What is known of words; `last` may still be being typed. */
async function factsOf(db: Tx, words: readonly string[], last: readonly string[]): Promise<Facts> {
  const rows = await db.$queryRaw<Fact[]>`
    WITH looked AS MATERIALIZED (
      SELECT word COLLATE "C" AS word, word = ANY(${[...last]}::text[]) AS typed,
             (ts_lexize('english_stem', word))[1] AS english, (ts_lexize('german_stem', word))[1] AS german
        FROM unnest(${[...words]}::text[]) AS word
    )
    SELECT l.word, english, german,
           EXISTS (SELECT FROM search_words w WHERE w.word = l.word AND w.documents > 0) AS "isKnown",
           EXISTS (SELECT FROM search_words w WHERE w.english = l.english AND w.documents > 0)
             OR EXISTS (SELECT FROM search_words w WHERE w.german = l.german AND w.documents > 0) AS "isStemKnown",
           ARRAY(SELECT c.word FROM search_compounds c WHERE c.part = l.word ORDER BY 1 LIMIT 30) AS compounds,
           ARRAY(SELECT DISTINCT o.query FROM search_synonym_keys k
                   JOIN search_synonym_keys o ON o.synonyms_id = k.synonyms_id AND o.term <> k.term
                  WHERE k.key IN (l.word, l.english, l.german) LIMIT 30) AS synonyms,
           typed AND EXISTS (SELECT FROM search_words w WHERE w.word > l.word AND w.word < l.word || U&'\\FFFF' AND w.documents > 0)
             AS "isPrefix",
           CASE WHEN typed AND length(l.word) > 2 THEN
             ARRAY(SELECT DISTINCT o.query FROM (
                     SELECT DISTINCT synonyms_id, term FROM search_synonym_keys s
                      WHERE s.key > l.word AND s.key < l.word || U&'\\FFFF' LIMIT 10) k
                   JOIN search_synonym_keys o ON o.synonyms_id = k.synonyms_id LIMIT 30)
             ELSE '{}' END AS "prefixSynonyms"
      FROM looked l`;
  return new Map(rows.map((fact) => [fact.word, fact]));
}

/** How near a correction must be to be preferred to a compound of short parts. */
const NEAR = 1;
const SHORT_PART = 4;

/** What unknown words stand for: compounds of known words, or misspelt ones. */
async function repairsOf(db: Tx, unknown: readonly Token[]): Promise<Map<Token, Repair>> {
  const spellings = unknown.flatMap(spellingsOf);
  const near = await wordsNear(db, spellings);
  const parts = await knownWords(db, [...new Set(spellings.flatMap(possibleParts))]);
  const repairs = new Map<Token, Repair>();
  for (const token of unknown) {
    const split = spellingsOf(token).flatMap((word) => {
      const found = splitCompound(word, (part) => parts.has(part));
      return found === null ? [] : [found];
    })[0];
    const { words, edits } = correct(token.word, near);
    const isSplit =
      split !== undefined &&
      (words.length === 0 || edits > NEAR || split.every((part) => part.length >= SHORT_PART));
    if (isSplit) repairs.set(token, { kind: 'split', words: split });
    else if (words.length > 0) repairs.set(token, { kind: 'corrected', words });
  }
  return repairs;
}

/** What a search means with the words of this shop. Null: it has no words. */
export async function understand(db: Tx, search: string): Promise<Understanding | null> {
  const all = tokensOf(search).slice(0, MAX_WORDS);
  const last = all.at(-1);
  if (last === undefined) return null;
  const facts = await factsOf(db, lookupsOf(all), spellingsOf(last));
  const tokens = meaningful(all, facts);
  const unknown = unknownWords(tokens, facts);
  if (unknown.length === 0) return understandingOf(tokens, facts, new Map());
  const repairs = await repairsOf(db, unknown);
  const repaired = [...repairs.values()].flatMap(({ words }) => words);
  const more = repaired.length === 0 ? [] : await factsOf(db, repaired, []);
  return understandingOf(tokens, new Map([...facts, ...more]), repairs);
}
