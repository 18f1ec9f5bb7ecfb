import { buildSchema, getOperationAST, parse } from 'graphql';
import { costModel } from './costModel.ts';
import { costRulesOf } from '../../federation/costRules.ts';

const sdl = `
  schema @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@listSize", { name: "@cost", as: "@weighs" }]) {
    query: Query mutation: Mutation
  }
  directive @link(url: String, import: [link__Import]) repeatable on SCHEMA
  scalar link__Import
  directive @weighs(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION

  interface Thing { id: ID! }
  type Book implements Thing { id: ID! pages: [Page!]! @listSize(assumedSize: 4) author: Author }
  type Page { text: String scan: Blob }
  type Author @weighs(weight: 5) { name: String books: [Book!]! }
  scalar Blob @weighs(weight: 3)
  type Edge { node: Book }
  type Books { edges: [Edge!]! total: Int @weighs(weight: 7) }
  input Filter { words: [String!] @weighs(weight: 2) not: Filter }
  type Query {
    book(id: ID): Book
    thing: Thing
    search(text: String @weighs(weight: 20), filter: Filter): Book
    dear: Book @weighs(weight: 50)
    books(first: Int, last: Int): Books @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges"])
    some(limit: Int = 6): [Book!] @listSize(slicingArguments: ["limit"])
    any(a: Int, b: Int): [Book!]
      @listSize(assumedSize: 9, slicingArguments: ["a", "b"], requireOneSlicingArgument: false)
    unsized: [Book!]
  }
  type Mutation { buy(id: ID): Book }
`;
const schema = buildSchema(sdl);
const rules = costRulesOf(parse(sdl));

function model(query: string) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('one operation is needed');
  return costModel(schema, rules, document, operation, 10);
}
const estimate = (query: string, variables = {}) => model(query).estimate(variables);

test.each([
  ['an object costs one, leaves nothing', '{ book { id } }', 1],
  ['a type has its weight', '{ book { author { name } } }', 1 + 5],
  ["a field's weight comes before that of its type", '{ dear { id } }', 50],
  ['weighted leaves count', '{ books(first: 1) { total } }', 1 + 7],
  ['an assumed size multiplies what is below', '{ book { pages { scan } } }', 1 + 4 * (1 + 3)],
  ['a slicing argument sizes the fields below', '{ books(first: 20) { edges { node { id } } } }', 1 + 20 * 2],
  ["an argument's default counts as given", '{ some { id } }', 6],
  ['a slicing argument sizes the list itself', '{ some(limit: 3) { id } }', 3],
  ['of several the largest counts, if several may be given', '{ any(a: 2, b: 5) { id } }', 5],
  ['without any the assumed size', '{ any { id } }', 9],
  ['a list about which nothing is known has the configured size', '{ unsized { id } }', 10],
  ['lists in lists multiply', '{ some(limit: 3) { pages { text } } }', 3 * (1 + 4)],
  ['arguments have weights', '{ search(text: "x") { id } }', 1 + 20],
  [
    'input objects cost one and their fields',
    '{ search(filter: { words: ["a", "b"], not: {} }) { id } }',
    1 + 1 + 4 + 1,
  ],
  ['each field of a mutation costs ten more', 'mutation { a: buy { id } b: buy { id } }', 22],
  ['introspection has a price', '{ __schema { types { name } } }', 100],
  ['__typename has none', '{ __typename book { __typename } }', 1],
  [
    'a response key counts once, with all selected under it',
    '{ book { author { name } ...F } } fragment F on Book { author { name } pages { text } }',
    1 + 5 + 4,
  ],
  ['alternatives by type add up', '{ thing { ... on Book { author { name } } id } }', 1 + 5],
  ['a negative size is none', '{ books(first: -5) { edges { node { id } } } }', 1],
])('%s', (_, query, cost) => {
  expect(estimate(query)).toBe(cost);
});

test('variables decide sizes, conditions and arguments', () => {
  const query =
    'query ($n: Int, $with: Boolean, $f: Filter) { books(first: $n) { edges { node @include(if: $with) { id } } } search(filter: $f) @skip(if: $with) { id } }';
  expect(estimate(query, { n: 7, with: true })).toBe(1 + 7 * 2);
  expect(estimate(query, { n: 7, with: false, f: { words: ['a'] } })).toBe(1 + 7 + 1 + 1 + 2);
});

test.each([
  '{ books { total } }',
  '{ books(first: 1, last: 1) { total } }',
  '{ books(first: null) { edges { node { id } } } }',
])('%s does not give exactly one slicing argument', (query) => {
  expect(() => estimate(query)).toThrow('Exactly one of `first` and `last` is required at `books`.');
});

test('the actual cost is that of what came', () => {
  const { actual } = model(
    'query ($n: Int) { books(first: $n) { total edges { node { pages { scan } author { name } } } } }',
  );
  const node = { pages: [{ scan: 'x' }, { scan: null }], author: null };
  expect(actual({ books: { total: 1, edges: [{ node }, { node: null }] } }, { n: 100 })).toBe(
    1 + 7 + (1 + 1 + (1 + 3) + 1) + 1,
  );
  expect(actual({ books: null }, { n: 100 })).toBe(0);
  expect(actual(null, { n: 100 })).toBe(0);
});

test('a mutation costs its ten also when it was refused', () => {
  expect(model('mutation { buy { id } }').actual({ buy: null }, {})).toBe(10);
});

test.each([
  ['names and values', '{ book { id } }', 4 + 4 + (2 + 4 + 24)],
  ['the alias and not the name', '{ b: book { longer: id } }', 1 + 4 + (6 + 4 + 24)],
  ['names below a list as often as it has items', '{ some(limit: 3) { id } }', 4 + 4 + 3 * (2 + 4 + 24)],
  ['nothing that is left out', '{ book { id author @skip(if: true) { name } } }', 4 + 4 + (2 + 4 + 24)],
  ['one name once', '{ book { id } book { id } }', 4 + 4 + (2 + 4 + 24)],
])('bytes of a response: %s', (_, query, bytes) => {
  expect(model(query).bytes({})).toBe(bytes);
});
