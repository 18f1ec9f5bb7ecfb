import type { SubgraphName } from '../../system/services.ts';
import { SUBGRAPHS } from '../../system/services.ts';
import type { Databases } from './databases.ts';
import type { Check, Violation } from './check.ts';
import { MAX_VIOLATIONS } from './check.ts';

async function everywhere(databases: Databases, sql: string, values: unknown[] = []): Promise<Violation[]> {
  const found = await Promise.all(
    SUBGRAPHS.map(async (name) =>
      (await databases.rows<Violation>(name, sql, values)).map(({ id, detail }) => ({
        id,
        detail: `${name}: ${detail}`,
      })),
    ),
  );
  return found.flat();
}

export const outboxesEmpty: Check = {
  name: 'every event is published',
  rule: 'no outbox has a row that was not published',
  find: (databases) =>
    everywhere(
      databases,
      `SELECT event_id::text AS id, format('%s of %s since %s', topic, key, created_at) AS detail FROM platform.outbox
       WHERE published_at IS NULL ORDER BY position LIMIT ${MAX_VIOLATIONS}`,
    ),
};

export const nothingParked: Check = {
  name: 'no event waits for another',
  rule: 'no parked event, no key that stands still',
  find: (databases) =>
    everywhere(
      databases,
      `SELECT key AS id, format('%s: event %s is parked since %s', topic, sequence, parked_at) AS detail
       FROM platform.parked_events UNION ALL
       SELECT key, format('%s: stands behind a dead letter at %s', topic, sequence) FROM platform.stream_positions
       WHERE blocked_by IS NOT NULL LIMIT ${MAX_VIOLATIONS}`,
    ),
};

/** @param but keys that a test poisoned itself */
export const noDeadLetters = (but: readonly string[] = []): Check => ({
  name: 'no dead letters',
  rule: 'every event could be applied (npm run ops -- dlq list)',
  find: (databases) =>
    everywhere(
      databases,
      `SELECT id::text, format('%s %s: %s', topic, type, left(error, 120)) AS detail FROM platform.dead_letters
       WHERE status = 'open' AND NOT key = ANY($1) LIMIT ${MAX_VIOLATIONS}`,
      [[...but]],
    ),
});

/** Who publishes with a counter per aggregate, and who must have applied every one of these events. */
interface Stream {
  readonly topic: string;
  readonly from: SubgraphName;
  readonly versions: string;
  readonly to: readonly SubgraphName[];
}

export const STREAMS: readonly Stream[] = [
  {
    topic: 'orders',
    from: 'orders',
    versions: 'SELECT id::text AS key, version FROM orders',
    to: ['users', 'cart', 'inventory', 'payments', 'delivery', 'notifications'],
  },
  {
    topic: 'reservations',
    from: 'inventory',
    versions: 'SELECT order_id::text AS key, version FROM reservations',
    to: ['orders'],
  },
  {
    topic: 'payments',
    from: 'payments',
    versions: 'SELECT order_id::text AS key, version FROM payments',
    to: ['orders', 'notifications'],
  },
  {
    topic: 'delivery',
    from: 'delivery',
    versions: 'SELECT order_id::text AS key, version FROM deliveries',
    to: ['orders', 'notifications'],
  },
];

interface Position {
  key: string;
  sequence: number;
}

export const appliedInOrder: Check = {
  name: 'each event is applied once per consumer',
  rule: "each consumer's position of each aggregate is the aggregate's version: none missing, none twice, none ahead",
  async find(databases) {
    const found = await Promise.all(
      STREAMS.map(async ({ topic, from, versions, to }) => {
        const aggregates = await databases.rows<{ key: string; version: number }>(from, versions);
        const perConsumer = await Promise.all(to.map((name) => behind(databases, topic, name, aggregates)));
        return perConsumer.flat();
      }),
    );
    return found.flat().slice(0, MAX_VIOLATIONS);
  },
};

async function behind(
  databases: Databases,
  topic: string,
  consumer: SubgraphName,
  aggregates: readonly { key: string; version: number }[],
): Promise<Violation[]> {
  const rows = await databases.rows<Position>(
    consumer,
    'SELECT key, sequence::float8 AS sequence FROM platform.stream_positions WHERE topic = $1',
    [topic],
  );
  const position = new Map(rows.map(({ key, sequence }) => [key, sequence]));
  return aggregates
    .filter(({ key, version }) => position.get(key) !== version)
    .map(({ key, version }) => ({
      id: key,
      detail: `${consumer} is at ${position.get(key) ?? 0} of ${version} of ${topic}`,
    }));
}
