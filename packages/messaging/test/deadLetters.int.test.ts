import type { SqlExecutor } from '@nakku/platform';
import { eventually } from '@nakku/testkit';
import { requestRedrive } from '../src/index.ts';
import type { ConsumerHandlers, RunningPlatform } from '../src/index.ts';
import { cartMessage, categoryMessage, readTopic, send } from './broker.ts';
import { appliedTo, createWorld, newId, note } from './world.ts';
import type { TestService, World } from './world.ts';

const limits = { timeoutMs: 30_000 };

/** Applies carts, except those events that are poison at the moment. */
function picky(poison: Set<string>): ConsumerHandlers<SqlExecutor> {
  return {
    'cart.updated': async (event, tx) => {
      await note(event, tx);
      if (poison.has(`${event.key} ${event.sequence}`)) throw new Error('the handler has a bug');
    },
    'category.updated': async (event, tx) => {
      if (poison.has(`${event.key} ${event.sequence}`)) throw new Error('the handler has a bug');
      await note(event, tx);
    },
  };
}

describe('dead letters', () => {
  let world: World;
  let reader: TestService;
  let platform: RunningPlatform<SqlExecutor>;
  const poison = new Set<string>();
  beforeEach(async () => {
    poison.clear();
    world = createWorld();
    reader = await world.service('reader');
    platform = reader.platform();
  });
  afterEach(() => world.end());

  const openLetters = async (n: number): Promise<Awaited<ReturnType<typeof platform.deadLetters.list>>> =>
    eventually(async () => {
      const letters = await platform.deadLetters.list({ status: 'open' });
      expect(letters).toHaveLength(n);
      return letters;
    }, limits);
  const parkedAre = (n: number): Promise<void> =>
    eventually(
      async () => expect(await reader.db.rows('SELECT 1 FROM platform.parked_events')).toHaveLength(n),
      limits,
    );

  test('poison goes to the dead letters, its key waits, the others go on; a re-drive applies all, once', async () => {
    const [bad, good] = [newId(), newId()];
    poison.add(`${bad} 2`);
    await platform.start({ consumer: picky(poison) });
    const second = cartMessage(bad, 2);
    await send(
      world,
      cartMessage(bad, 1),
      second,
      cartMessage(bad, 3),
      cartMessage(bad, 4),
      cartMessage(good, 1),
    );
    await eventually(async () => expect(await appliedTo(reader, good)).toEqual([1]), limits);
    await parkedAre(2);
    const [letter] = await openLetters(1);
    expect(letter).toMatchObject({
      topic: 'cart',
      key: bad,
      type: 'cart.updated',
      eventId: second.headers.ce_id,
      sequence: 2,
      headers: second.headers,
      value: second.value,
      reason: 'poison',
      error: 'Error: the handler has a bug',
      attempts: 5,
      status: 'open',
      parkedBehind: 2,
    });
    expect(await appliedTo(reader, bad)).toEqual([1]);

    const [shown] = await readTopic(world, 'reader.dlq', 1);
    expect(shown).toMatchObject({ key: bad, value: second.value });
    expect(shown?.headers).toMatchObject({
      ...second.headers,
      'dlq-id': letter?.id,
      'dlq-topic': 'cart',
      'dlq-partition': String(letter?.partition),
      'dlq-offset': letter?.offset,
      'dlq-error': 'Error: the handler has a bug',
      'dlq-attempts': '5',
    });

    const id = letter?.id ?? '';
    expect(await platform.deadLetters.redrive(id)).toEqual({
      kind: 'failed',
      error: 'Error: the handler has a bug',
    });
    expect(await appliedTo(reader, bad)).toEqual([1]);
    poison.clear();
    const both = await Promise.all([platform.deadLetters.redrive(id), platform.deadLetters.redrive(id)]);
    expect(both).toContainEqual({ kind: 'applied', parked: 2 });
    expect(both).toContainEqual({ kind: 'not_open' });
    expect(await appliedTo(reader, bad)).toEqual([1, 2, 3, 4]);
    expect(await platform.deadLetters.get(id)).toMatchObject({ status: 'redriven', attempts: 6 });
    await send(world, cartMessage(bad, 5));
    await eventually(async () => expect(await appliedTo(reader, bad)).toEqual([1, 2, 3, 4, 5]), limits);
  }, 60_000);

  test('a malformed event is a dead letter at once and may be discarded', async () => {
    const bad = newId();
    await platform.start({ consumer: picky(poison) });
    const broken = { ...cartMessage(bad, 2), value: '{"cartId": "\0' };
    await send(world, cartMessage(bad, 1), broken, cartMessage(bad, 3));
    await parkedAre(1);
    const [letter] = await openLetters(1);
    expect(letter).toMatchObject({
      reason: 'malformed',
      attempts: 1,
      sequence: 2,
      value: '{"cartId": "\uFFFD',
    });
    expect(letter?.error).toContain('data is not JSON');
    const id = letter?.id ?? '';
    expect(await platform.deadLetters.redrive(id)).toMatchObject({ kind: 'failed' });
    expect(await platform.deadLetters.discard(id)).toBe(true);
    expect(await platform.deadLetters.discard(id)).toBe(false);
    expect(await platform.deadLetters.redrive(id)).toEqual({ kind: 'not_open' });
    expect(await appliedTo(reader, bad)).toEqual([1, 3]);
  }, 60_000);

  test('messages that are no events at all stop nobody', async () => {
    const good = newId();
    await platform.start({ consumer: picky(poison) });
    await send(
      world,
      { topic: 'cart', key: 'x', headers: {}, value: 'hello' },
      { topic: 'cart', key: '', headers: { ce_id: '1' }, value: '' },
      { topic: 'cart', key: 'y', headers: cartMessage(good, 1).headers, value: 'x'.repeat(900_000) },
      cartMessage(good, 1),
    );
    await eventually(async () => expect(await appliedTo(reader, good)).toEqual([1]), limits);
    const letters = await openLetters(3);
    expect(letters.map(({ key }) => key).sort()).toEqual(['', 'x', 'y']);
    expect(await readTopic(world, 'reader.dlq', 3)).toHaveLength(3);
  }, 60_000);

  test('where the latest wins, a newer event supersedes the poison', async () => {
    const id = newId();
    poison.add(`${id} 2`);
    await platform.start({ consumer: picky(poison) });
    await send(world, categoryMessage(id, 2, 'bad'), categoryMessage(id, 5, 'good'));
    await eventually(async () => expect(await appliedTo(reader, id)).toEqual([5]), limits);
    const [letter] = await openLetters(1);
    poison.clear();
    expect(await platform.deadLetters.redrive(letter?.id ?? '')).toEqual({ kind: 'superseded' });
    expect(await appliedTo(reader, id)).toEqual([5]);
    expect(await openLetters(0)).toEqual([]);
  }, 60_000);

  test('what fails behind a re-driven letter becomes a letter of its own', async () => {
    const bad = newId();
    poison.add(`${bad} 1`);
    poison.add(`${bad} 3`);
    await platform.start({ consumer: picky(poison) });
    await send(world, ...[1, 2, 3, 4].map((sequence) => cartMessage(bad, sequence)));
    await parkedAre(3);
    const [first] = await openLetters(1);
    poison.delete(`${bad} 1`);
    await platform.deadLetters.redrive(first?.id ?? '');
    const [third] = await openLetters(1);
    expect(third).toMatchObject({ sequence: 3, parkedBehind: 1 });
    expect(await appliedTo(reader, bad)).toEqual([1, 2]);
    poison.clear();
    // As an operator's command does it, from another process.
    const client = await reader.db.pool.connect();
    await requestRedrive(client, third?.id ?? '');
    client.release();
    await eventually(async () => expect(await appliedTo(reader, bad)).toEqual([1, 2, 3, 4]), limits);
    expect(await openLetters(0)).toEqual([]);
  }, 60_000);

  test('a second delivery makes no second letter of the same message', async () => {
    const [bad, after] = [newId(), newId()];
    poison.add(`${bad} 1`);
    await platform.start({ consumer: picky(poison) });
    await send(world, cartMessage(bad, 1), cartMessage(bad, 2), {
      topic: 'cart',
      key: 'x',
      headers: {},
      value: '?',
    });
    await openLetters(2);
    await parkedAre(1);
    await platform.stop();
    platform = reader.platform({ name: 'reader2' });
    await platform.start({ consumer: picky(poison) });
    const marks = Array.from({ length: 12 }, newId);
    await send(world, ...marks.map((key) => cartMessage(key, 1)), cartMessage(after, 1));
    for (const key of [...marks, after]) {
      await eventually(async () => expect(await appliedTo(reader, key)).toEqual([1]), limits);
    }
    await openLetters(2);
    await parkedAre(1);
  }, 60_000);
});
