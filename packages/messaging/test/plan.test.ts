import { plan } from '../src/consumer/plan.ts';
import type { Plan, SkippedRun } from '../src/consumer/plan.ts';
import type { ConsumedMessage } from '../src/consumer/message.ts';
import { projection, unorderedProjection } from '../src/index.ts';
import type { ConsumerHandlers } from '../src/index.ts';
import { seal } from '@nakku/platform';
import type { SqlExecutor } from '@nakku/platform';
import { cartData, categoryData, newId } from './world.ts';

const handlers: ConsumerHandlers<SqlExecutor> = {
  'cart.updated': () => Promise.resolve(),
  'category.updated': () => Promise.resolve(),
};
const cart = newId();

const message = (
  type: 'cart.updated' | 'cart.cleared' | 'category.updated' | 'category.deleted',
  sequence: number,
  key = cart,
): ConsumedMessage => {
  const sealed = type.startsWith('cart')
    ? seal('shop', { type: 'cart.updated', subject: key, sequence, data: cartData(key) })
    : seal('shop', { type: 'category.updated', subject: key, sequence, data: categoryData(key, 'Tea') });
  const { topic, headers, payload } = sealed;
  return {
    topic,
    key,
    partition: 0,
    offset: String(sequence),
    headers: { ...headers, ce_type: type },
    value: payload,
  };
};
const planned = (
  messages: readonly ConsumedMessage[],
  positions: Record<string, number> = {},
  held: ReadonlyMap<string, SkippedRun> = new Map(),
): Plan<SqlExecutor> => plan(messages, new Map(Object.entries(positions)), handlers, held);

/** What a batch has left at its end. */
const heldOf = ({ tails }: Plan<SqlExecutor>): ReadonlyMap<string, SkippedRun> =>
  new Map(tails.map((run) => [run.key, run]));

/** A plan in short: `apply 3 after 1-2`, `flush 1-2`, `dead 4`. */
function short({ keys, tails }: Plan<SqlExecutor>): { keys: string[][]; tails: string[] } {
  const span = ({ from, to }: { from: number; to: number }): string => `${from}-${to}`;
  return {
    keys: keys.map((steps) =>
      steps.map((step) => {
        if (step.kind === 'apply') {
          const after = step.skipped ? ` after ${span(step.skipped)}` : '';
          return `apply ${step.event.envelope.sequence}${after}`;
        }
        if (step.kind === 'flush') return `flush ${step.runs.map(span).join()}`;
        return step.kind === 'dead_letter' ? `dead ${step.message.offset}` : step.kind;
      }),
    ),
    tails: tails.map(span),
  };
}

describe('a plan', () => {
  test('applies the events of a key in their order', () => {
    const batch = [message('cart.updated', 1), message('cart.updated', 2)];
    expect(short(planned(batch))).toEqual({ keys: [['apply 1', 'apply 2']], tails: [] });
  });

  test('keeps keys apart', () => {
    const [a, b] = [newId(), newId()];
    const batch = [
      message('cart.updated', 1, a),
      message('cart.updated', 1, b),
      message('cart.updated', 2, a),
    ];
    expect(short(planned(batch))).toEqual({ keys: [['apply 1', 'apply 2'], ['apply 1']], tails: [] });
  });

  test('moves over events without a handler together with the next one that has one', () => {
    const batch = [message('cart.cleared', 1), message('cart.cleared', 2), message('cart.updated', 3)];
    expect(short(planned(batch))).toEqual({ keys: [['apply 3 after 1-2']], tails: [] });
  });

  test('takes what an earlier batch has skipped along with the next event of the key', () => {
    const held = heldOf(planned([message('cart.cleared', 1), message('cart.cleared', 2)]));
    expect(short(planned([message('cart.updated', 3)], {}, held))).toEqual({
      keys: [['apply 3 after 1-2']],
      tails: [],
    });
    expect(short(planned([message('cart.cleared', 3)], {}, held))).toEqual({ keys: [], tails: ['1-3'] });
    // Of another key, of a later event, and of one that is known already.
    expect(short(planned([message('cart.updated', 1, newId())], {}, held)).tails).toEqual(['1-2']);
    expect(short(planned([message('cart.updated', 9)], {}, held))).toEqual({
      keys: [['flush 1-2', 'apply 9']],
      tails: [],
    });
    expect(short(planned([message('cart.updated', 3)], { [cart]: 3 }, held)).tails).toEqual(['1-2']);
  });

  test('leaves a run at the end to be written down with those of other keys', () => {
    const other = newId();
    const batch = [message('cart.updated', 1), message('cart.cleared', 2), message('cart.cleared', 7, other)];
    expect(short(planned(batch))).toEqual({ keys: [['apply 1']], tails: ['2-2', '7-7'] });
  });

  test('writes a run down before a gap and before what does not follow it', () => {
    const batch = [
      message('cart.cleared', 1),
      message('cart.cleared', 3),
      message('cart.updated', 5),
      message('cart.updated', 6),
    ];
    expect(short(planned(batch))).toEqual({
      keys: [['flush 1-1', 'flush 3-3', 'apply 5', 'apply 6']],
      tails: [],
    });
  });

  test('makes a malformed message a dead letter, after the run before it', () => {
    const broken = { ...message('cart.updated', 2), value: 'not JSON' };
    const batch = [message('cart.cleared', 1), broken, message('cart.updated', 3)];
    expect(short(planned(batch))).toEqual({ keys: [['flush 1-1', 'dead 2', 'apply 3']], tails: [] });
    expect(planned([{ ...broken, headers: {} }]).keys[0]?.[0]).toMatchObject({
      kind: 'dead_letter',
      reason: 'malformed',
      envelope: undefined,
      attempts: 1,
    });
  });

  test('leaves no trace of events without a handler where the latest wins', () => {
    const batch = [message('category.deleted', 4), message('category.updated', 9)];
    expect(short(planned(batch))).toEqual({ keys: [['apply 9']], tails: [] });
  });

  test('drops what a position covers, and counts it', () => {
    const batch = [message('cart.updated', 1), message('cart.cleared', 2), message('cart.updated', 3)];
    const found = planned(batch, { [cart]: 2 });
    expect(found.duplicates).toBe(2);
    expect(short(found)).toEqual({ keys: [['apply 3']], tails: [] });
    expect(planned(batch, { [newId()]: 9 }).duplicates).toBe(0);
  });

  test('of nothing is nothing', () =>
    expect(planned([])).toEqual({ duplicates: 0, projections: [], keys: [], tails: [] }));
});

test('events of projections are applied together, whatever their keys', () => {
  const [tea, milk] = [newId(), newId()];
  const { projections, keys } = plan(
    [message('category.updated', 3, tea), message('cart.updated', 1), message('category.updated', 1, milk)],
    new Map(),
    { ...handlers, 'category.updated': projection(() => Promise.resolve()) },
  );
  expect(projections.map(({ message: { key } }) => key)).toEqual([tea, milk]);
  expect(keys).toHaveLength(1);
});

describe('where no order counts', () => {
  const unordered = unorderedProjection<unknown, SqlExecutor>(() => Promise.resolve());

  test('every event is applied together, and what has no handler leaves no trace', () => {
    const batch = [message('cart.updated', 9), message('cart.cleared', 2), message('cart.updated', 9)];
    const found = plan(batch, new Map(), { 'cart.updated': unordered });
    expect(found.projections.map(({ message: { offset } }) => offset)).toEqual(['9', '9']);
    expect([found.keys, found.tails]).toEqual([[], []]);
  });

  test('handlers of one topic agree', () => {
    const mixed = { ...handlers, 'cart.cleared': unordered };
    expect(() => plan([message('cart.updated', 1)], new Map(), mixed)).toThrow(
      'topic cart has ordered and unordered handlers',
    );
  });
});
