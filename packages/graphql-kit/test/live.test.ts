import type { LiveSignals } from '@nakku/platform';
import { encodeCursor, resumable, snapshotThenLive } from '../src/index.ts';

interface Step {
  readonly sequence: number;
}

interface Signals extends LiveSignals {
  healthy: boolean;
  readonly listeners: number;
  publish(channel: string, value: number | string | null): void;
}

/** Hints within this process: what Redis carries between processes. */
function signals(): Signals {
  const all = new Map<string, Set<(value: number | string | null) => void>>();
  return {
    healthy: true,
    get listeners() {
      return [...all.values()].reduce((sum, set) => sum + set.size, 0);
    },
    publish: (channel, value) =>
      all.get(channel)?.forEach((listener) => {
        listener(value);
      }),
    subscribe: (channel, listener) => {
      const set = all.get(channel) ?? new Set();
      all.set(channel, set.add(listener));
      return () => void set.delete(listener);
    },
  };
}

function aggregate(steps: number, more: { poll?: number; unhealthyPoll?: number; pruned?: number } = {}) {
  const live = signals();
  const history: Step[] = Array.from({ length: steps }, (_, index) => ({ sequence: index + 1 }));
  const state = { allowed: true, reads: 0, checks: 0 };
  return {
    live,
    state,
    commit(hint = true) {
      history.push({ sequence: history.length + 1 });
      if (hint) live.publish('orders:1', history.length);
    },
    follow: (after: string | null) =>
      resumable<Step, string>({
        stream: 'order:1',
        channel: 'orders:1',
        live,
        poll: { healthyMs: more.poll ?? 60_000, unhealthyMs: more.unhealthyPoll ?? 60_000 },
        after,
        latest: () => Promise.resolve(history.at(-1) ?? null),
        history: (sequence, limit) => {
          state.reads += 1;
          return Promise.resolve(
            history.filter((step) => step.sequence > Math.max(sequence, more.pruned ?? 0)).slice(0, limit),
          );
        },
        mayFollow: () => {
          state.checks += 1;
          return state.allowed;
        },
        payload: (step, cursor) => {
          expect(cursor).toBe(encodeCursor('order:1', step.sequence));
          return String(step.sequence);
        },
      }),
  };
}

async function take(stream: AsyncIterator<string>, count: number): Promise<string[]> {
  const firstValues: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const result = await stream.next();
    if (result.done) break;
    firstValues.push(result.value);
  }
  return firstValues;
}

describe('resumable', () => {
  test('without a cursor the current state comes first, then each change', async () => {
    const order = aggregate(3);
    const stream = order.follow(null);
    expect(await take(stream, 1)).toEqual(['3']);
    order.commit();
    order.commit();
    expect(await take(stream, 2)).toEqual(['4', '5']);
  });

  test('with a cursor every missed step comes, across batches', async () => {
    const order = aggregate(250);
    const steps = await take(order.follow(encodeCursor('order:1', 10)), 240);
    expect(steps).toEqual(Array.from({ length: 240 }, (_, index) => String(index + 11)));
  });

  test('a change that commits while subscribing is neither missed nor doubled', async () => {
    const order = aggregate(1);
    const stream = order.follow(null);
    const first = stream.next();
    order.commit();
    expect(await first).toEqual({ done: false, value: '1' });
    order.commit();
    expect(await take(stream, 2)).toEqual(['2', '3']);
  });

  test('a lost hint is healed by the poll', async () => {
    const order = aggregate(1, { poll: 5 });
    const stream = order.follow(null);
    await stream.next();
    order.commit(false);
    expect(await take(stream, 1)).toEqual(['2']);
  });

  test('without Redis the quicker poll carries it, and begins as soon as Redis is gone', async () => {
    const order = aggregate(1, { unhealthyPoll: 5 });
    const stream = order.follow(null);
    await stream.next();
    const second = stream.next();
    order.live.healthy = false;
    order.live.publish('orders:1', null);
    order.commit(false);
    expect((await second).value).toBe('2');
    order.commit(false);
    expect(await take(stream, 1)).toEqual(['3']);
  });

  test('rights are asked for every step, also of those that were missed', async () => {
    const order = aggregate(5);
    const stream = order.follow(encodeCursor('order:1', 1));
    expect(await take(stream, 2)).toEqual(['2', '3']);
    order.state.allowed = false;
    await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'ACCESS_ENDED' } });
    expect(order.state.checks).toBe(4);
  });

  test('ends at once while it waits, and stops listening', async () => {
    const order = aggregate(1);
    const stream = order.follow(null);
    await stream.next();
    const pending = stream.next();
    expect(order.live.listeners).toBe(1);
    await stream.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(order.live.listeners).toBe(0);
  });

  test.each([
    ['of another stream', encodeCursor('order:2', 1), 'CURSOR_INVALID'],
    ['that is damaged', 'rubbish', 'CURSOR_INVALID'],
    ['from the future', encodeCursor('order:1', 4), 'CURSOR_IN_FUTURE'],
  ])('a cursor %s is refused', async (_, cursor, code) => {
    await expect(aggregate(3).follow(cursor).next()).rejects.toMatchObject({ extensions: { code } });
  });

  test('a pruned history is refused, not skipped', async () => {
    const order = aggregate(5, { pruned: 3 });
    await expect(order.follow(encodeCursor('order:1', 1)).next()).rejects.toMatchObject({
      extensions: { code: 'CURSOR_EXPIRED' },
    });
  });

  test('a foreign and a missing aggregate give the same response', async () => {
    const foreign = aggregate(1);
    foreign.state.allowed = false;
    const expected = { message: 'There is no such object.', extensions: { code: 'NOT_FOUND' } };
    await expect(foreign.follow(null).next()).rejects.toMatchObject(expected);
    await expect(aggregate(0).follow(null).next()).rejects.toMatchObject(expected);
  });

  test('a right that ends, ends the stream before the next step', async () => {
    const order = aggregate(1);
    const stream = order.follow(null);
    await stream.next();
    order.state.allowed = false;
    order.commit();
    await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'ACCESS_ENDED' } });
  });
});

describe('snapshotThenLive', () => {
  test('sends the snapshot, then what changed, and nothing for a hint without a change', async () => {
    const live = signals();
    let level = 1;
    let allowed = true;
    const stream = snapshotThenLive<number, string>({
      channels: ['stock:1'],
      live,
      poll: { healthyMs: 60_000, unhealthyMs: 60_000 },
      mayFollow: () => allowed,
      read: (previous) =>
        Promise.resolve({
          state: level,
          payload: previous === level ? null : `${previous === null ? 'snapshot' : 'change'} ${level}`,
        }),
    });
    expect(await take(stream, 1)).toEqual(['snapshot 1']);
    const next = stream.next();
    live.publish('stock:1', 0);
    level = 2;
    live.publish('stock:1', 0);
    expect((await next).value).toBe('change 2');
    allowed = false;
    live.publish('stock:1', 0);
    await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'ACCESS_ENDED' } });
    expect(live.listeners).toBe(0);
  });
});
