import { poolTransaction, refuse } from '@nakku/platform';
import type { SqlExecutor, Transactions } from '@nakku/platform';
import type { Pool } from 'pg';
import { claim } from '../consumer/positions.ts';
import { orderingOf, understand } from '../consumer/message.ts';
import type { ConsumedMessage } from '../consumer/message.ts';
import type { StepExecutor } from '../consumer/executor.ts';
import type { ConsumerHandlers } from '../runningPlatform.ts';
import type { DeadLetter, DeadLetters, RedriveResult } from './deadLetters.ts';
import { findDeadLetter, listDeadLetters } from './store.ts';

/** The update waits for anyone else who closes the same letter, and then finds it closed: each is closed once. */
const closeLetter = `
UPDATE platform.dead_letters SET status = $2, settled_at = now() WHERE id = $1::uuid AND status = 'open'`;
const unblock = 'UPDATE platform.stream_positions SET blocked_by = NULL WHERE blocked_by = $1::uuid';

export interface RedriveParts<Tx extends SqlExecutor> {
  readonly service: string;
  readonly pool: Pool;
  readonly transactions: Transactions<Tx>;
  readonly handlers: () => ConsumerHandlers<Tx>;
  readonly executor: () => StepExecutor<Tx>;
}

/** The dead letters of one service: list, redrive and discard them. Each letter is closed at most once. */
export function createDeadLetters<Tx extends SqlExecutor>(o: RedriveParts<Tx>): DeadLetters {
  const { pool } = o;

  /** Settled, unblocked, position moved and effect: one transaction. */
  const applyLetter = (letter: DeadLetter, message: ConsumedMessage): Promise<RedriveResult> =>
    o.transactions.run<RedriveResult, RedriveResult>('transaction', async (tx) => {
      if ((await tx.db.$executeRawUnsafe(closeLetter, letter.id, 'redriven')) !== 1)
        return { kind: 'not_open' };
      await tx.db.$executeRawUnsafe(unblock, letter.id);
      const understood = understand(message, o.handlers());
      if (understood.kind === 'malformed') return refuse({ kind: 'failed', error: understood.error });
      const { sequence, id: eventId } = understood.envelope;
      const ordering = orderingOf(letter.topic, o.handlers());
      if (ordering === 'none') {
        if (understood.kind === 'event') await understood.handle(understood.event, tx);
        return { kind: 'applied', parked: 0 };
      }
      const { topic, key } = message;
      const where = { topic, key, from: sequence, sequence, consumer: o.service, eventId, ordering };
      const moved = await claim(tx.db, where);
      if (!moved) {
        if (ordering === 'latest') return { kind: 'superseded' };
        return refuse({ kind: 'failed', error: 'it is not the next event of its key' });
      }
      if (understood.kind === 'event' && moved.fresh) await understood.handle(understood.event, tx);
      return { kind: 'applied', parked: 0 };
    });

  /** Those parked behind it; what fails there becomes a dead letter of its own. */
  const drain = async (letter: DeadLetter): Promise<number> =>
    orderingOf(letter.topic, o.handlers()) !== 'contiguous' || letter.key === ''
      ? 0
      : o
          .executor()
          .run([{ kind: 'drain', topic: letter.topic, key: letter.key }], new AbortController().signal);

  return {
    list: (options) => listDeadLetters(pool, options),
    get: (id) => findDeadLetter(pool, id),
    async redrive(id) {
      const letter = await findDeadLetter(pool, id);
      if (letter?.status !== 'open') return { kind: 'not_open' };
      const { topic, partition, offset, key, headers, value } = letter;
      const message: ConsumedMessage = { topic, partition, offset, key, headers, value };
      try {
        const result = await applyLetter(letter, message);
        return result.kind === 'applied' ? { kind: 'applied', parked: await drain(letter) } : result;
      } catch (error) {
        const text = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replaceAll(
          '\0',
          '',
        );
        await pool.query(
          'UPDATE platform.dead_letters SET attempts = attempts + 1, error = $2 WHERE id = $1 AND status = $3',
          [letter.id, text.slice(0, 4_000), 'open'],
        );
        return { kind: 'failed', error: text };
      }
    },
    async discard(id) {
      const letter = await findDeadLetter(pool, id);
      if (letter?.status !== 'open') return false;
      const discarded = await poolTransaction(pool, async (client) => {
        if ((await client.query(closeLetter, [letter.id, 'discarded'])).rowCount !== 1) return false;
        await client.query(unblock, [letter.id]);
        await client.query(
          `UPDATE platform.stream_positions SET sequence = $3
           WHERE topic = $1 AND key = $2 AND sequence = $3::bigint - 1 AND blocked_by IS NULL`,
          [letter.topic, letter.key, letter.sequence],
        );
        return true;
      });
      if (discarded) await drain(letter);
      return discarded;
    },
  };
}
