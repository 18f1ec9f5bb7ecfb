import type { ReceivedEvent } from '@nakku/contracts';
import type { SqlExecutor } from '@nakku/platform';
import { eventually } from '@nakku/testkit';
import { rereadTopic, unorderedProjection } from '../src/index.ts';
import pg from 'pg';
import { cartMessage, send } from './broker.ts';
import { appliedTo, createWorld, newId, note } from './world.ts';
import type { World } from './world.ts';

const limits = { timeoutMs: 30_000 };
type CartEvent = ReceivedEvent<'cart.updated'>;

describe('an unordered projection', () => {
  let world: World;
  beforeEach(() => (world = createWorld()));
  afterEach(() => world.end());

  test('gets every event of a contiguous topic, with gaps, duplicates and in any order, and parks none', async () => {
    const reader = await world.service('reader');
    const [cart, other] = [newId(), newId()];
    const sequences = [5, 2, 2, 9];
    await send(world, ...sequences.map((sequence) => cartMessage(cart, sequence)), cartMessage(other, 3));
    const platform = reader.platform();
    await platform.start({
      consumer: {
        'cart.updated': unorderedProjection<CartEvent, SqlExecutor>(async (events, tx) => {
          for (const event of events) await note(event, tx);
        }),
      },
    });
    await eventually(async () => {
      expect(await appliedTo(reader, cart)).toEqual(sequences);
      expect(await appliedTo(reader, other)).toEqual([3]);
    }, limits);
    for (const table of ['parked_events', 'stream_positions', 'inbox'])
      expect(await reader.db.$queryRawUnsafe(`SELECT * FROM platform.${table}`)).toEqual([]);
  });

  test('that fails for one event applies the others; the one is applied when it is re-driven', async () => {
    const reader = await world.service('reader');
    const [bad, good] = [newId(), newId()];
    await send(world, cartMessage(bad, 2), cartMessage(good, 1), cartMessage(bad, 3));
    let hasBug = true;
    const platform = reader.platform({ tuning: { poisonTries: 2 } });
    await platform.start({
      consumer: {
        'cart.updated': unorderedProjection<CartEvent, SqlExecutor>(async (events, tx) => {
          for (const event of events) await note(event, tx);
          if (hasBug && events.some(({ key, sequence }) => key === bad && sequence === 2))
            throw new Error('the handler has a bug');
        }),
      },
    });
    const letter = await eventually(async () => {
      expect(await appliedTo(reader, good)).toEqual([1]);
      // Nothing waits behind a dead letter.
      expect(await appliedTo(reader, bad)).toEqual([3]);
      const [open] = await platform.deadLetters.list({ status: 'open' });
      if (!open) throw new Error('there is no dead letter yet');
      return open;
    }, limits);
    hasBug = false;
    expect(await platform.deadLetters.redrive(letter.id)).toEqual({ kind: 'applied', parked: 0 });
    expect(await appliedTo(reader, bad)).toEqual([3, 2]);
  });

  test('of a command reads a topic from its beginning, beside the service', async () => {
    const reader = await world.service('reader');
    const cart = newId();
    await send(world, cartMessage(cart, 1), cartMessage(cart, 2));
    const seen: number[] = [];
    const pool = new pg.Pool({ connectionString: reader.url, max: 1 });
    try {
      const result = await rereadTopic<SqlExecutor>({
        service: 'reader',
        db: reader.db,
        pool,
        kafka: { brokers: world.brokers, topicPrefix: world.prefix },
        topic: 'cart',
        handlers: {
          'cart.updated': unorderedProjection<CartEvent, SqlExecutor>((events) => {
            seen.push(...events.map(({ sequence }) => sequence));
            return Promise.resolve();
          }),
        },
        signal: new AbortController().signal,
      });
      expect(result).toEqual({ delivered: 2, applied: 2 });
      expect(seen).toEqual([1, 2]);
    } finally {
      await pool.end();
    }
  });
});
