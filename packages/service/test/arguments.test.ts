import { loggerTo } from '@nakku/telemetry';
import { graphqlSync, parse } from 'graphql';
import { subgraphSchema } from '../src/graphql/schema.ts';

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])
  input Filter { ids: [ID!] text: String not: Filter }
  type Query { thing(id: ID!): String search(text: String, filter: Filter): String plain(size: Int): String }
  type Mutation { rename(id: ID!, name: String!): String }
`);

const seen = (_: unknown, args: object) => JSON.stringify(args);
const schema = subgraphSchema(
  typeDefs,
  { Query: { thing: seen, search: seen, plain: seen }, Mutation: { rename: seen } },
  loggerTo({ write: () => true }),
);

function run(source: string, variableValues: Record<string, unknown> = {}) {
  const { data, errors } = graphqlSync({ schema, source, variableValues });
  return {
    data: { ...data },
    errors: errors?.map(({ message, extensions }) => ({ message, ...extensions })),
  };
}

const id = '019a1b2c-0000-7000-8000-00000000abcd';

test('a UUID in capitals is the same ID, as an argument, in an input, in a list', () => {
  expect(run(`{ thing(id: "${id.toUpperCase()}") }`).data).toEqual({ thing: JSON.stringify({ id }) });
  const filter = { ids: [id.toUpperCase()], not: { ids: [id.toUpperCase()] } };
  expect(run('query Q($filter: Filter) { search(filter: $filter) }', { filter }).data).toEqual({
    search: JSON.stringify({ filter: { ids: [id], not: { ids: [id] } } }),
  });
  expect(filter.ids).toEqual([id.toUpperCase()]);
  expect(run(`mutation { rename(id: "${id.toUpperCase()}", name: "A") }`).data).toEqual({
    rename: JSON.stringify({ id, name: 'A' }),
  });
});

test('what is no UUID stays as it is', () => {
  expect(run('{ thing(id: "ABC") plain(size: 1) }').data).toEqual({
    thing: '{"id":"ABC"}',
    plain: '{"size":1}',
  });
});

test.each([
  ['NUL', 'a\u0000'],
  ['half of a surrogate pair', '\ud800'],
])('text with %s is bad input of a query, and names its argument', (_, text) => {
  const error = (path: string) => ({
    message: `\`${path}\` must be well-formed Unicode text.`,
    code: 'BAD_USER_INPUT',
  });
  expect(run('query Q($text: String) { search(text: $text) }', { text }).errors).toEqual([error('text')]);
  expect(run('query Q($id: ID!) { thing(id: $id) }', { id: text }).errors).toEqual([error('id')]);
  const filter = { not: { text } };
  expect(run('query Q($filter: Filter) { search(filter: $filter) }', { filter }).errors).toEqual([
    error('filter.not.text'),
  ]);
});

test('a mutation reads its text itself', () => {
  expect(run('mutation M($name: String!) { rename(id: "1", name: $name) }', { name: '\u0000' })).toEqual({
    data: { rename: JSON.stringify({ id: '1', name: '\u0000' }) },
    errors: undefined,
  });
});
