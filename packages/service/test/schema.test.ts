import { loggerTo } from '@nakku/telemetry';
import { graphqlSync, parse } from 'graphql';
import { subgraphSchema } from '../src/graphql/schema.ts';

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])
  scalar SafeInt
  enum Colour { RED GREEN }
  type Query { total: SafeInt! colour: Colour! }
  type Mutation { paint: Int }
  type Thing @key(fields: "id") { id: ID! }
`);

function build(resolvers: object) {
  const lines: Record<string, unknown>[] = [];
  const log = loggerTo({ write: (line: string) => void lines.push(JSON.parse(line)) });
  return { schema: subgraphSchema(typeDefs, resolvers, log), lines };
}

const Query = { total: () => 2 ** 40, colour: () => 'RED' };

test('shared scalars are there without being named', () => {
  const { schema, lines } = build({
    Query,
    Mutation: { paint: () => 1 },
    Thing: { __resolveReference: () => ({}) },
  });
  expect(lines).toEqual([]);
  const { data } = graphqlSync({ schema, source: '{ total colour }' });
  expect({ ...data }).toEqual({ total: 1_099_511_627_776, colour: 'RED' });
});

test('resolvers for what the schema does not have are refused, all of them named', () => {
  expect(() => build({ Query: { ...Query, totl: () => 1 }, Thng: {}, Colour: { BLUE: 1 } })).toThrow(
    'resolvers for what the schema does not have: Query.totl, Thng, Colour.BLUE',
  );
});

test('a root field that nobody resolves is logged', () => {
  const { lines } = build({ Query });
  expect(lines).toMatchObject([
    { level: 'error', missing: ['Mutation.paint'], msg: 'fields without a resolver' },
  ]);
});
