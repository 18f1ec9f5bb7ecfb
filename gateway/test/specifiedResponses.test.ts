import { parse } from 'graphql';
import { createAdmission } from '../src/admission/admit.ts';
import { composeSupergraph } from '../src/supergraph/compose.ts';
import { createSnapshot } from '../src/supergraph/snapshot.ts';
import type { JsonObject } from '../src/subgraphs/json.ts';
import { contextOf, plannedOf, runCompiled, startApollo, Subgraphs } from './fuzz/executors.ts';
import type { Respond } from './fuzz/executors.ts';
import { fuzzRules } from './fuzz/rounds.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12",
  import: ["@key", "@shareable", "@inaccessible", "@interfaceObject"])`;
const parts = {
  shelves: `type Query { count: Int sum: Float ids: [ID] mood: Mood shelf: Shelf shelves: [Shelf!] media: Media thing: Thing name: String }
    type Mutation { first: Int second: Int third: Shelf }
    enum Mood { GOOD BAD @inaccessible }
    type Shelf { at: String! rows: [Book!] best: Book other: Book }
    union Thing = Book | Secret
    type Secret @inaccessible { at: String }
    interface Media @key(fields: "id") { id: ID! title: String }
    type Film implements Media @key(fields: "id") { id: ID! title: String }
    type Book @key(fields: "id") { id: ID! }`,
  catalogue: `type Mutation { fourth: Int }
    type Book @key(fields: "id") { id: ID! name: String! price: Int pair: Book }`,
  reviews: `type Query { best: Media }
    type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }`,
};

const composition = composeSupergraph(
  Object.entries(parts).map(([name, sdl]) => ({
    name,
    url: `http://${name}/graphql`,
    typeDefs: parse(`${link}\n${sdl}`),
  })),
);
if (!composition.ok) throw new Error(JSON.stringify(composition.problems));
const { sdl } = composition;
const snapshot = createSnapshot(sdl, 100);
let apollo: Awaited<ReturnType<typeof startApollo>>;
beforeAll(async () => {
  apollo = await startApollo(sdl);
});
afterAll(() => apollo.stop());

type Responds = Partial<Record<keyof typeof parts, Respond | JsonObject>>;
const isRespond = (given: Respond | JsonObject): given is Respond => typeof given === 'function';
const admit = createAdmission(() => snapshot, await fuzzRules());

/** What both executors make of an operation; errors as their places. */
async function both(query: string, responds: Responds, variables: Record<string, unknown> = {}) {
  const admitted = await admit({ query, variables }, { kind: 'anonymous' }, 'post');
  if (admitted.kind === 'refused') throw new Error(JSON.stringify(admitted.errors));
  const context = contextOf(admitted, { kind: 'anonymous' });
  const subgraphs = () =>
    new Subgraphs(
      Object.entries(responds).map(([name, given]) => [
        name,
        isRespond(given) ? given : () => ({ data: structuredClone(given) }),
      ]),
    );
  const own = subgraphs();
  const ours = await runCompiled(context, plannedOf(admitted), own);
  const theirs = await apollo.run(context, plannedOf(admitted), subgraphs());
  const shown = ({ data, errors }: typeof ours) => ({ data, errors: errors.map(({ path }) => path) });
  return { ours: shown(ours), apollo: shown(theirs), requests: own.count };
}

/** Entities by id, from whatever is requested. */
const entities =
  (of: (id: string) => Record<string, unknown> | null): Respond =>
  (_, { representations }) => {
    const wanted: readonly unknown[] = Array.isArray(representations) ? representations : [];
    return { data: { _entities: wanted.map((one) => of(String(Object(one).id))) } };
  };

describe('where Apollo is not as specified', () => {
  test('an Int beyond 32 bits is a field error', async () => {
    const { ours, apollo: theirs } = await both('{ count }', { shelves: { count: 2 ** 31 } });
    expect(ours).toEqual({ data: { count: null }, errors: [['count']] });
    expect(theirs).toEqual({ data: { count: 2 ** 31 }, errors: [] });
  });

  test('an ID that a subgraph returns as a number is text', async () => {
    const { ours, apollo: theirs } = await both('{ ids }', { shelves: { ids: [1, 'b', 1.5] } });
    expect(ours).toEqual({ data: { ids: ['1', 'b', null] }, errors: [['ids', 2]] });
    expect(theirs.data).toEqual({ ids: [1, 'b', null] });
  });

  test('a list or an object that is none makes its field null, not the whole response', async () => {
    const { ours, apollo: theirs } = await both('{ count shelf { rows { id } } shelves { at } }', {
      shelves: { count: 1, shelf: 5, shelves: { at: 'x' } },
    });
    expect(ours).toEqual({
      data: { count: 1, shelf: null, shelves: null },
      errors: [['shelf'], ['shelves']],
    });
    expect(theirs.data).toBeNull();
  });

  test('errors of entities stand at their places, also after objects that could not be fetched', async () => {
    const catalogue: Respond = () => ({
      data: { _entities: [{ name: 'A' }, { name: null }] },
      errors: [{ message: 'broken', path: ['_entities', 1, 'name'] }],
    });
    const rows = [
      { __typename: 'Book', id: '1' },
      { __typename: '', id: '9' },
      { __typename: 'Book', id: '2' },
    ];
    const { ours } = await both('{ shelf { rows { name } } }', { shelves: { shelf: { rows } }, catalogue });
    expect(ours.errors).toContainEqual(['shelf', 'rows', 2, 'name']);
  });

  test('a type that is known stays when the interface comes as an object after it', async () => {
    const { ours, apollo: theirs } = await both(
      'query ($no: Boolean = false) { best { id title ... on Film @skip(if: $no) { __typename id stars } } }',
      {
        reviews: (query) =>
          query.includes('representations')
            ? { data: { _entities: [{ __typename: 'Media', id: '1', stars: 3 }] } }
            : { data: { best: { __typename: 'Media', id: '1' } } },
        shelves: entities((id) => ({ __typename: 'Film', id, title: `Film ${id}` })),
      },
    );
    expect(ours).toEqual({
      data: { best: { id: '1', title: 'Film 1', __typename: 'Film', stars: 3 } },
      errors: [],
    });
    expect(theirs.data).toEqual({ best: { id: '1', title: 'Film 1' } });
  });

  test('a type that one subgraph tells under an alias is the type', async () => {
    const { ours } = await both('{ best { stars typeIs: __typename ... on Film { title } } }', {
      reviews: { best: { __typename: 'Media', id: '1', stars: 3 } },
      shelves: entities((id) => ({ __typename: 'Film', typeIs: 'Film', title: `Film ${id}` })),
    });
    expect(ours).toEqual({ data: { best: { stars: 3, typeIs: 'Film', title: 'Film 1' } }, errors: [] });
  });
});

describe('as specified', () => {
  test('what is null for a reason of its own is an error also beside another error', async () => {
    const shelves: Respond = () => ({
      data: {
        name: null,
        shelf: { at: null },
        mood: 'BAD',
        shelves: [{ at: 'x', best: { __typename: 'Book', id: '1' } }],
      },
      errors: [{ message: 'broken', path: ['name'] }],
    });
    const catalogue = entities(() => ({ name: null }));
    const { ours, apollo: theirs } = await both('{ name shelf { at } mood shelves { best { name } } }', {
      shelves,
      catalogue,
    });
    expect(ours.data).toEqual({ name: null, shelf: null, mood: null, shelves: [{ best: null }] });
    expect(ours.errors).toEqual([['name'], ['shelf', 'at'], ['mood'], ['shelves', 0, 'best', 'name']]);
    expect(theirs).toEqual(ours);
  });

  test('a null that an error explains already has no second one, of a subgraph that failed whole too', async () => {
    const { ours, apollo: theirs } = await both('{ mood shelf { at best { name } } }', {
      shelves: () => ({
        data: { mood: 'BAD', shelf: { at: null, best: { __typename: 'Book', id: '1' } } },
        errors: [{ message: 'broken', path: ['shelf', 'at'] }],
      }),
      catalogue: () => ({ data: null, errors: [{ message: 'down' }] }),
    });
    expect(ours.data).toEqual({ mood: null, shelf: null });
    expect(ours.errors).toEqual(expect.arrayContaining([['mood'], ['shelf', 'at']]));
    expect(theirs).toEqual(ours);
  });

  test.each([
    [
      'a type that clients do not know',
      '{ thing { __typename } }',
      { thing: { __typename: 'Secret' } },
      ['thing'],
    ],
    ['a type that is none', '{ thing { __typename } }', { thing: { __typename: 'Nobody' } }, ['thing']],
    ['a type of another field', '{ shelf { at } }', { shelf: { __typename: 'Book', at: 'x' } }, ['shelf']],
    ['a value of an enum that clients do not know', '{ mood }', { mood: 'BAD' }, ['mood']],
    ['text for a number', '{ sum }', { sum: '1' }, ['sum']],
    ['a number for text', '{ name }', { name: 5 }, ['name']],
  ])('%s is a field error', async (_, query, shelves, path) => {
    const { ours } = await both(query, { shelves });
    expect(ours).toEqual({ data: { [path[0] ?? '']: null }, errors: [path] });
  });

  test('keys come in the order of the operation, fields of one name together', async () => {
    const { ours } = await both(
      '{ b: count ...F a: count shelf { at } } fragment F on Query { shelf { best { id } } name }',
      {
        shelves: { name: 'n', shelf: { best: { id: '1' }, at: 'here' }, a: 1, b: 2 },
      },
    );
    expect(JSON.stringify(ours.data)).toBe(
      '{"b":2,"shelf":{"best":{"id":"1"},"at":"here"},"name":"n","a":1}',
    );
  });

  test('an alias may be a property of every object', async () => {
    const { ours } = await both('{ toString: name constructor: sum valueOf: count }', {
      shelves: { toString: 's', constructor: null },
    });
    expect(JSON.stringify(ours.data)).toBe('{"toString":"s","constructor":null,"valueOf":null}');
  });

  test('introspection stands beside data, also in a fragment with a condition', async () => {
    const query = `query ($on: Boolean!) { count ... on Query @include(if: $on) { __type(name: "Mood") { ...T } name } }
      fragment T on __Type { enumValues { name } }`;
    const { ours } = await both(query, { shelves: { count: 1, name: 'n' } }, { on: true });
    expect(ours.data).toEqual({ count: 1, __type: { enumValues: [{ name: 'GOOD' }] }, name: 'n' });
    expect((await both(query, { shelves: { count: 1 } }, { on: false })).ours.data).toEqual({ count: 1 });
  });

  test('introspection alone asks no subgraph', async () => {
    const { ours, requests } = await both('{ __schema { queryType { name } } }', {});
    expect(ours.data).toEqual({ __schema: { queryType: { name: 'Query' } } });
    expect(requests).toBe(0);
  });

  test('fields of a mutation are requested in their order', async () => {
    const fetched: string[] = [];
    const noting =
      (respond: Respond): Respond =>
      (query, variables) => {
        fetched.push(/third|_entities|fourth|first/.exec(query)?.[0] ?? query);
        return respond(query, variables);
      };
    const third = { best: { __typename: 'Book', id: '1' } };
    const { ours, requests } = await both('mutation { third { best { name } } fourth first }', {
      shelves: noting((query) => ({
        data: query.includes('third') ? structuredClone({ third }) : { first: 1 },
      })),
      catalogue: noting((query, variables) =>
        query.includes('fourth')
          ? { data: { fourth: 4 } }
          : entities(() => ({ name: 'A' }))(query, variables),
      ),
    });
    expect(ours.data).toEqual({ third: { best: { name: 'A' } }, fourth: 4, first: 1 });
    expect(fetched.slice(0, requests)).toEqual(['third', '_entities', 'fourth', 'first']);
  });
});

describe('fewer fetches', () => {
  test('fetches of one shape side by side are one request, and equal entities are asked for once', async () => {
    const seen: unknown[] = [];
    const catalogue: Respond = (query, variables) => {
      seen.push(variables.representations);
      return entities((id) => ({ name: `Book ${id}` }))(query, variables);
    };
    const book = (id: string) => ({ __typename: 'Book', id });
    const shelf = { rows: [book('1'), book('2'), book('1')], best: book('2'), other: book('3') };
    const { ours, requests } = await both('{ shelf { rows { name } best { name } other { name } } }', {
      shelves: { shelf },
      catalogue,
    });
    const named = (id: string) => ({ name: `Book ${id}` });
    expect(ours.data).toEqual({
      shelf: { rows: [named('1'), named('2'), named('1')], best: named('2'), other: named('3') },
    });
    expect(seen[0]).toEqual([book('1'), book('2'), book('3')]);
    expect(requests).toBe(2);
  });

  test('a failure of a merged request is told at every object that it was for', async () => {
    const catalogue: Respond = () => ({ data: null, errors: [{ message: 'down', path: [] }] });
    const book = { __typename: 'Book', id: '1' };
    const { ours } = await both('{ shelf { rows { price } best { price } } }', {
      shelves: { shelf: { rows: [book, null, book], best: book } },
      catalogue,
    });
    expect(ours.errors).toEqual([
      ['shelf', 'rows', 0],
      ['shelf', 'rows', 2],
      ['shelf', 'best'],
      ['shelf', 'rows', 1],
    ]);
  });
});
