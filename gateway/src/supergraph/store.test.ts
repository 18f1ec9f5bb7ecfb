import { parse } from 'graphql';
import { defaultPlanningLimits } from '../config/operations.ts';
import { composeSupergraph } from './compose.ts';
import { createSupergraphStore } from './store.ts';
import type { SupergraphSnapshot } from './snapshot.ts';
import type { SupergraphStore } from './store.ts';

const sdlOf = (fields: string): string => {
  const typeDefs = parse(`type Query { ${fields} }`);
  const composition = composeSupergraph([{ name: 'shop', url: 'http://shop/graphql', typeDefs }]);
  if (!composition.ok) throw new Error(JSON.stringify(composition.problems));
  return composition.sdl;
};

/** Their planners' threads would outlive the tests. */
const stores: SupergraphStore[] = [];
afterEach(() => stores.splice(0).forEach((store) => store.stop()));

/** A store whose gateway takes any supergraph. */
async function openStore(sdl: string, planning = defaultPlanningLimits()): Promise<SupergraphStore> {
  const store = await createSupergraphStore({
    sdl,
    maxPlans: 100,
    planning,
    async load(supergraphSdl) {
      const hooks = {
        update: () => undefined,
        healthCheck: () => Promise.resolve(),
        getDataSource: () => ({ process: () => Promise.reject(new Error('nothing is fetched')) }),
      };
      await supergraphSdl(hooks);
    },
  });
  stores.push(store);
  return store;
}

function use(snapshot: SupergraphSnapshot, query: string, times = 2): void {
  for (let i = 0; i < times; i += 1) snapshot.planOf(query, parse(query), undefined);
}

const replaced = (store: SupergraphStore) =>
  new Promise<SupergraphSnapshot>((resolve) => store.onReplace(resolve));

test('a new supergraph has the plans in use before it takes over', async () => {
  const store = await openStore(sdlOf('a: Int b: Int c: Int'));
  const before = store.current();
  use(before, '{ a }');
  use(before, '{ b }');
  use(before, '{ c }', 1);
  const next = replaced(store);
  store.replace(sdlOf('a: Int c: Int d: Int'));
  expect(store.current()).toBe(before);
  const after = await next;
  expect(store.current()).toBe(after);
  // `b` is gone, and `c` came once only.
  expect(after.plansInUse().map(({ key }) => key)).toEqual(['{ a }']);
});

test('it does not wait longer for them than it may', async () => {
  const store = await openStore(sdlOf('a: Int'), { ...defaultPlanningLimits(), warmingTimeoutMs: 1 });
  use(store.current(), '{ a }');
  const next = replaced(store);
  store.replace(sdlOf('a: Int b: Int'));
  // The thread that plans has not begun by then.
  expect((await next).plansInUse()).toEqual([]);
  expect(store.current()).toBe(await next);
});

test('one that nothing is known for takes over at once, and of two the later one', async () => {
  const store = await openStore(sdlOf('a: Int'));
  store.replace(sdlOf('a: Int b: Int'));
  expect(store.current().schema.getQueryType()?.getFields()).toHaveProperty('b');
  use(store.current(), '{ a }');
  const next = replaced(store);
  store.replace(sdlOf('a: Int c: Int'));
  store.replace(sdlOf('a: Int d: Int'));
  expect(Object.keys((await next).schema.getQueryType()?.getFields() ?? {})).toEqual(['a', 'd']);
});

test('one that is none is refused, and the last good one serves', async () => {
  const store = await openStore(sdlOf('a: Int'));
  const before = store.current();
  expect(() => store.replace('type Query {')).toThrow();
  expect(() => store.replace('type Query { a: Int }')).toThrow();
  expect(store.current()).toBe(before);
});
