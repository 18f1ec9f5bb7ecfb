import { deleteFormerGenerations, deleteMinutes } from '../store/sweep.ts';
import type { Deps } from './deps.ts';
import { MINUTES_KEPT_MS } from './rollUp.ts';

/** Rows of one statement. */
const BATCH = 5_000;

/** Deletes minutes that are too old, and what a rebuild has replaced. */
export async function sweepRollups(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  signal: AbortSignal,
): Promise<void> {
  const before = new Date(now().getTime() - MINUTES_KEPT_MS);
  let gone = 1;
  while (gone > 0 && !signal.aborted)
    gone = (await deleteMinutes(db, before, BATCH)) + (await deleteFormerGenerations(db, BATCH));
}
