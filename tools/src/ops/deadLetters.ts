import { setTimeout as pause } from 'node:timers/promises';
import { listDeadLetters, requestRedrive } from '@nakku/messaging';
import type { DeadLetter } from '@nakku/messaging';
import type { SubgraphName } from '../system/services.ts';
import { SUBGRAPHS } from '../system/services.ts';
import { withPool } from './withPool.ts';

type UrlOf = (subgraph: SubgraphName) => string;

const SETTLES_WITHIN_MS = 15_000;
const LOOK_MS = 100;

/** Open dead letters of every service, newest first; at most 200 of each. */
export async function openDeadLetters(urlOf: UrlOf): Promise<(DeadLetter & { service: SubgraphName })[]> {
  const perService = await Promise.all(
    SUBGRAPHS.map(async (service) => {
      const letters = await withPool(urlOf(service), (pool) =>
        listDeadLetters(pool, { status: 'open', limit: 200 }),
      );
      return letters.map((letter) => ({ ...letter, service }));
    }),
  );
  return perService.flat();
}

export type RedriveResult = { kind: 'applied' } | { kind: 'unknown' } | { kind: 'open'; error: string };

interface Letter {
  status: string;
  error: string;
  isAskedFor: boolean;
}

/** The request is a deadline of the service, which is gone once it was tried. */
const LOOK = `
SELECT status, error, EXISTS (SELECT FROM platform.deadlines d WHERE d.kind = 'platform.redrive' AND d.key = l.id::text) AS "isAskedFor"
FROM platform.dead_letters l WHERE id::text = $1`;

/**
 * Has the running service apply a dead letter now, and waits for what comes of it. A letter that was applied or
 * discarded before stays as it is, so this may be done twice.
 */
export function redriveDeadLetter(url: string, id: string): Promise<RedriveResult> {
  return withPool(url, async (pool) => {
    const look = async (): Promise<Letter | undefined> => (await pool.query<Letter>(LOOK, [id])).rows[0];
    const before = await look();
    if (!before) return { kind: 'unknown' };
    if (before.status !== 'open') return { kind: 'applied' };
    const client = await pool.connect();
    await requestRedrive(client, id).finally(() => client.release());
    const deadline = Date.now() + SETTLES_WITHIN_MS;
    for (;;) {
      const now = await look();
      if (now?.status !== 'open') return { kind: 'applied' };
      if (!now.isAskedFor) return { kind: 'open', error: now.error };
      if (Date.now() > deadline) return { kind: 'open', error: 'the service did not try: does it run?' };
      await pause(LOOK_MS);
    }
  });
}
