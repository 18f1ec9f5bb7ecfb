import { expectRefused, hasValues, must } from './cases.ts';
import type { AttackGroup } from './cases.ts';
import { refusalsOf } from './graphql.ts';
import { runGroups } from './run.ts';
import type { OperationResponse } from './target.ts';
import type { World } from './world.ts';

const responseWith = (over: Partial<OperationResponse>): OperationResponse => ({
  status: 400,
  text: '',
  data: undefined,
  codes: ['OPERATION_TOO_LARGE'],
  ms: 1,
  ...over,
});

test('a refusal has one of its codes, or one of its statuses, and no data', () => {
  expect(expectRefused(responseWith({}), ['OPERATION_TOO_LARGE'])).toBe('refused');
  expect(expectRefused(responseWith({ codes: [], status: 413 }), [413])).toBe('refused');
  expect(expectRefused(responseWith({ data: { me: null } }), ['OPERATION_TOO_LARGE'])).toBe('refused');
});

test.each([
  ['another code', responseWith({ codes: ['OTHER'] }), /expected OPERATION_TOO_LARGE/],
  ['no error at all', responseWith({ status: 200, codes: [] }), /expected OPERATION_TOO_LARGE/],
  ['a server error', responseWith({ status: 503 }), /a server error/],
  ['data beside the error', responseWith({ data: { me: { id: '1' } } }), /it brought data/],
])('%s got through', (_, given, message) => {
  expect(() => expectRefused(given, ['OPERATION_TOO_LARGE'])).toThrow(message);
});

test('data is what is not null, at any depth', () => {
  expect([{ a: null }, { a: { b: [null] } }, null, undefined].map(hasValues)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([{ a: { b: [null, 0] } }, { a: false }, ''].map(hasValues)).toEqual([true, true, true]);
});

test('user errors are read by their type', () => {
  const data = { cartClear: { userErrors: [{ __typename: 'NotFoundError' }] } };
  expect(refusalsOf(responseWith({ data }), 'cartClear')).toEqual(['NotFoundError']);
  expect(refusalsOf(responseWith({}), 'cartClear')).toEqual([]);
});

describe('a run', () => {
  /** Nothing is attacked: the cases are made up. */
  const deaths: string[] = [];
  const group: AttackGroup<Pick<World, 'production'>> = {
    name: 'made up',
    cases: () => [
      { name: 'one', run: () => Promise.resolve('refused') },
      { name: 'two', run: () => Promise.resolve({ outcome: 'held', detail: 'p95 8 → 9 ms' }) },
      {
        name: 'three',
        run: () => {
          must(false, 'it came in');
          return Promise.resolve('held');
        },
      },
      {
        name: 'four',
        run: () => {
          deaths.push('inventory');
          return Promise.resolve('held');
        },
      },
    ],
  };

  test('prints a line for each case, counts, and fails when a service died of it', async () => {
    const world: Pick<World, 'production'> = {
      production: {
        deaths,
        secrets: {},
        get system(): never {
          throw new Error('there is none');
        },
        command: () => Promise.reject(new Error('there is none')),
        stop: () => Promise.resolve(),
      },
    };
    const lines: string[] = [];
    expect(await runGroups(world, [group], (line) => lines.push(line))).toEqual({ held: 3, failed: 2 });
    expect(lines).toEqual([
      '\nmade up',
      '  refused  one',
      '  held     two: p95 8 → 9 ms',
      '  FAILED   three: it came in',
      '  held     four',
      '  FAILED   every service lives on: ended: inventory',
    ]);
  });
});
