import type { Deps } from './deps.ts';
import { rollUpPending } from './rollUp.ts';

/** Orders of one transaction. */
const BATCH = 500;

/** Rolls up all orders that waited for their store. */
export async function catchUp(
  { platform, now }: Pick<Deps, 'platform' | 'now'>,
  signal?: AbortSignal,
): Promise<void> {
  while (signal?.aborted !== true) {
    if ((await platform.transaction((tx) => rollUpPending(tx, { now }, BATCH))) === 0) return;
  }
}
