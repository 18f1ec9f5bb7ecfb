import { poolTransaction } from '@nakku/platform';
import type { SqlExecutor, Transactions } from '@nakku/platform';
import { inSpan, runInContext, SpanKind } from '@nakku/telemetry';
import type { Pool } from 'pg';
import type { FaultInjection } from './faults.ts';
import type { ConsumedMessage, HandledEvent, Ordering } from './message.ts';
import { claim, lockPosition, park, unparkIn } from './positions.ts';
import { ParkedFull } from './retry.ts';

/** `parked`: how many later events of the key wait, so that the caller looks whether their turn has come. */
export type Applied =
  { readonly kind: 'applied' | 'duplicate'; readonly parked: number } | { readonly kind: 'not_next' };

/**
 * Effect, inbox row and position in one transaction. `from` is lower than the event's sequence when the events
 * between have no handler and are passed over with it.
 */
export async function applyOnce<Tx extends SqlExecutor>(
  o: {
    transactions: Transactions<Tx>;
    consumer: string;
    ordering: Ordering;
    faults: FaultInjection | undefined;
  },
  message: ConsumedMessage,
  { event, handle }: HandledEvent<Tx>,
  from: number,
): Promise<Applied> {
  const { topic, key } = message;
  const context = { requestId: event.id, correlationId: event.correlationId };
  const attributes = {
    'messaging.destination.name': topic,
    'messaging.message.id': event.id,
    'messaging.kafka.message.key': key,
  };
  const span = { parent: message.headers, kind: SpanKind.CONSUMER };
  const { sequence, id: eventId } = event;
  const claimed = { topic, key, from, sequence, consumer: o.consumer, eventId };
  const result = await runInContext(context, () =>
    inSpan(
      `${event.type} process`,
      attributes,
      () =>
        o.transactions.run<Applied>('consumer', async (tx) => {
          if (o.ordering === 'none') {
            await handle(event, tx);
            o.faults?.at('uncommitted');
            return { kind: 'applied', parked: 0 };
          }
          const moved = await claim(tx.db, { ...claimed, ordering: o.ordering });
          if (!moved) return { kind: 'not_next' };
          if (message.parked) await unparkIn(tx.db, topic, key, sequence);
          if (!moved.fresh) return { kind: 'duplicate', parked: moved.parked };
          await handle(event, tx);
          o.faults?.at('uncommitted');
          return { kind: 'applied', parked: moved.parked };
        }),
      span,
    ),
  );
  o.faults?.at('committed');
  return result;
}

/** What became of an event that was not the next one of its key. */
export type Parking =
  | { readonly kind: 'next' }
  | { readonly kind: 'parked' }
  /** `parked`: what waits behind it; whoever applied it may have died before looking there. */
  | { readonly kind: 'duplicate'; readonly parked: number };

/** The position is locked, so nobody fills the gap between our look and our parking. */
export async function parkUnlessNext(
  pool: Pool,
  message: ConsumedMessage,
  sequence: number,
  maxParked: number,
): Promise<Parking> {
  return poolTransaction(pool, async (client) => {
    const position = await lockPosition(client, message.topic, message.key);
    const isNext = sequence === position.sequence + 1;
    // What comes next in a blocked key is the dead letter itself, delivered again.
    if (sequence <= position.sequence || (isNext && position.blocked)) {
      return { kind: 'duplicate', parked: position.parked };
    }
    if (isNext) return { kind: 'next' };
    const all = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM platform.parked_events');
    if ((all.rows[0]?.n ?? 0) >= maxParked) throw new ParkedFull(`${maxParked} events are parked already`);
    await park(client, message, sequence);
    return { kind: 'parked' };
  });
}
