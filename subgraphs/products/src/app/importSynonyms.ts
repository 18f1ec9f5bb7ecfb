import type { Synonyms } from '../domain/search/synonyms.ts';
import { insertSynonyms } from '../store/search/synonyms.ts';
import type { Deps } from './deps.ts';

/** Synonyms of one transaction, which must end within the database's time limit. */
const BATCH = 50;

/**
 * Adds synonyms, batch by batch, a transaction each; those whose ID is there stay as they are.
 * @returns how many were added
 */
export async function importSynonyms(
  { platform }: Pick<Deps, 'platform'>,
  synonyms: readonly Synonyms[],
): Promise<number> {
  let added = 0;
  for (let first = 0; first < synonyms.length; first += BATCH) {
    const batch = synonyms.slice(first, first + BATCH);
    added += await platform.transaction((tx) => insertSynonyms(tx.db, batch));
  }
  return added;
}
