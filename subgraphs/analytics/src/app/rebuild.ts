import { topics } from '@nakku/contracts';
import { factsBeyondLog } from '../store/facts.ts';
import { beginGeneration, currentGeneration, lockRollups, swapGeneration } from '../store/generations.ts';
import { carryStores } from '../store/stores.ts';
import { catchUp } from './catchUp.ts';
import type { Deps } from './deps.ts';
import { applyFacts } from './rollUp.ts';

/** Orders of one transaction. */
const BATCH = 500;
const DAY_MS = 86_400_000;
/** Nothing that happened since then has left the topics; a day less than they keep. */
const LOG_MS = ((topics.orders.retentionDays ?? 1) - 1) * DAY_MS;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Begins an empty generation. From its commit on the running service takes events into it too, so that with what the topics
 * have by then it lacks nothing. One whose rebuild did not end is given up.
 */
export const beginRebuild = ({ platform }: Pick<Deps, 'platform'>): Promise<number> =>
  platform.transaction(async (tx) => {
    await lockRollups(tx.db);
    return beginGeneration(tx.db);
  });

export type RebuildFinished =
  | { readonly kind: 'done'; readonly carried: number }
  /** Another rebuild has begun meanwhile. */
  | { readonly kind: 'superseded' };

/**
 * Takes over what the topics no longer have, and makes the generation the current one.
 * @param generation into which all topics were read from their beginning
 */
export async function finishRebuild(
  deps: Pick<Deps, 'db' | 'platform' | 'now'>,
  generation: number,
): Promise<RebuildFinished> {
  const { db, platform } = deps;
  const carried = await carryOver(deps, await currentGeneration(db), generation);
  await catchUp(deps);
  const isSwapped = await platform.transaction(async (tx) => {
    await lockRollups(tx.db);
    return swapGeneration(tx.db, generation);
  });
  return isSwapped ? { kind: 'done', carried } : { kind: 'superseded' };
}

/** Facts are merged, so one that the topics have as well changes nothing. @returns how many were merged */
async function carryOver(
  { db, platform, now }: Pick<Deps, 'db' | 'platform' | 'now'>,
  from: number,
  to: number,
): Promise<number> {
  await platform.transaction((tx) => carryStores(tx.db, { from, to }));
  const placedBefore = now().getTime() - LOG_MS;
  let carried = 0;
  let after = FIRST_ID;
  for (;;) {
    const facts = await factsBeyondLog(db, { from, to, placedBefore, after, limit: BATCH });
    const last = facts.at(-1);
    if (!last) return carried;
    await platform.transaction(async (tx) => {
      await lockRollups(tx.db);
      await applyFacts(tx.db, to, new Map(facts.map(({ orderId, fact }) => [orderId, fact])), now());
    });
    carried += facts.length;
    after = last.orderId;
  }
}
