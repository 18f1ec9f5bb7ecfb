import type { Synonyms } from '../domain/search/synonyms.ts';
import { insertSynonyms } from '../store/search/synonyms.ts';
import type { Deps } from './deps.ts';

/** Adds synonyms; those whose ID is there stay as they are. @returns how many were added */
export function importSynonyms(
  { platform }: Pick<Deps, 'platform'>,
  synonyms: readonly Synonyms[],
): Promise<number> {
  return platform.transaction((tx) => insertSynonyms(tx.db, synonyms));
}
