import { readFileSync } from 'node:fs';
import path from 'node:path';
import { lint, LINT_RULES } from '../../src/check/lint/lint.ts';
import { line, subgraphsOf } from './schemas.ts';

/** What the lint says of subgraph `a`, and of others beside it. */
const output = (a: string, others: Record<string, string> = {}) =>
  lint(subgraphsOf({ a, ...others })).map(line);
const only = (rule: string, lines: readonly string[]) => lines.filter((text) => text.includes(`  ${rule}  `));

test.each([
  [
    'missing-description',
    `type Query {
       "A." a("x." x: Int, y: Int): T
       b: In
     }
     "T." type T { f: Int }
     enum E { ONE }
     "I." input I { g: Int }`,
    [
      'schema/a.graphql:6  error  missing-description  E has no description',
      'schema/a.graphql:6  error  missing-description  E.ONE has no description',
      'schema/a.graphql:7  error  missing-description  I.g has no description',
      'schema/a.graphql:3  error  missing-description  Query.b has no description',
      'schema/a.graphql:5  error  missing-description  T.f has no description',
      'schema/a.graphql:2  error  missing-description  Query.a(y:) has no description',
    ],
  ],
  [
    'nullable-root',
    'type Query {\n  a: Int!\n  b: [Int!]\n}',
    ['schema/a.graphql:2  error  nullable-root  Query.a is non-null'],
  ],
  [
    'unbounded-list',
    `type Query {
       a: [T!]
       b: [T!] @listSize(assumedSize: 3)
       c: [Int!]
     }
     type T { userErrors: [U!]! us: [U] }
     union U = T`,
    [
      'schema/a.graphql:2  error  unbounded-list  Query.a is a list without @listSize',
      'schema/a.graphql:6  error  unbounded-list  T.us is a list without @listSize',
    ],
  ],
  [
    'connection',
    `type Query {
       a(first: Int, after: String, last: Int, before: String): TConnection
         @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges"])
       b(first: Int!): TConnection
     }
     type TConnection { edges: [TEdge!]! }`,
    [
      'schema/a.graphql:4  error  connection  Query.b has no argument first: Int',
      'schema/a.graphql:4  error  connection  Query.b has no argument after: String',
      'schema/a.graphql:4  error  connection  Query.b has no argument last: Int',
      'schema/a.graphql:4  error  connection  Query.b has no argument before: String',
      'schema/a.graphql:4  error  connection  Query.b does not say its size',
      'schema/a.graphql:6  error  connection  TConnection has no field pageInfo: PageInfo!',
    ],
  ],
  [
    'name-style',
    'type Query {\n  Bad(Worse: Int): lower\n}\ntype lower { a_b: Int }\nenum E { fine FINE_1 }',
    [
      'schema/a.graphql:4  error  name-style  lower is not named as its kind is',
      'schema/a.graphql:2  error  name-style  Query.Bad is not named as its kind is',
      'schema/a.graphql:4  error  name-style  lower.a_b is not named as its kind is',
      'schema/a.graphql:2  error  name-style  Query.Bad(Worse:) is not named as its kind is',
      'schema/a.graphql:5  error  name-style  E.fine is not named as its kind is',
    ],
  ],
  [
    'boolean-name',
    'type Query { open: Boolean t(force: Boolean): T }\ntype T { open: Boolean! isOpen: Boolean }\ninput I { all: Boolean }',
    [
      'schema/a.graphql:2  error  boolean-name  T.open is a Boolean without is, has or can',
      'schema/a.graphql:1  error  boolean-name  Query.t(force:) is a Boolean without is, has or can',
      'schema/a.graphql:3  error  boolean-name  I.all is a Boolean without is, has or can',
    ],
  ],
  [
    'input-name',
    'input Thing { a: Int }\ninput ThingBy { a: Int }',
    ['schema/a.graphql:1  error  input-name  Thing does not say that it is an input'],
  ],
  [
    'mutation-object-first',
    'type Mutation {\n  addThing: Int\n  thingAdd: Int\n  address: Int\n}',
    ['schema/a.graphql:2  error  mutation-object-first  Mutation.addThing begins with its verb'],
  ],
  [
    'mutation-payload',
    `type Mutation {
       a: Int
       b: BPayload
       c: CPayload
     }
     type BPayload { thing: Int! }
     type CPayload { thing: Int userErrors: [CError!]! }
     union CError = Fine | Strange
     interface UserError { code: String! }
     type Fine implements UserError { code: String! }
     type Strange { x: Int }`,
    [
      'schema/a.graphql:2  error  mutation-payload  Mutation.a returns Int',
      'schema/a.graphql:3  error  mutation-payload  BPayload has no userErrors: [BError!]!',
      'schema/a.graphql:6  error  mutation-payload  BPayload.thing is non-null',
      'schema/a.graphql:4  error  mutation-payload  CError has Strange, which is no UserError',
    ],
  ],
  [
    'idempotency-key',
    `type Mutation {
       a(input: KeyInput): Int
       b(idempotencyKey: String!): Int @idempotent
       c: Int @idempotent
     }
     input KeyInput { idempotencyKey: String! }`,
    [
      'schema/a.graphql:2  error  idempotency-key  Mutation.a takes an idempotencyKey but is not @idempotent',
      'schema/a.graphql:4  error  idempotency-key  Mutation.c is @idempotent but takes no idempotencyKey: String!',
    ],
  ],
  [
    'one-of-nullable',
    'input By @oneOf {\n  a: Int!\n  b: Int = 1\n  c: Int\n}\ninput All { a: Int! }',
    [
      'schema/a.graphql:2  error  one-of-nullable  By.a must always be given',
      'schema/a.graphql:3  error  one-of-nullable  By.b must always be given',
    ],
  ],
  [
    'live-payload',
    `type Subscription {
       a(after: Cursor): A @resumable
       b: B @resumable
       c: C
       d: B
     }
     type A { cursor: Cursor! sequence: Int! step: Int }
     type B { cursor: Cursor! sequence: Int }
     type C { isSnapshot: Boolean! }`,
    [
      'schema/a.graphql:3  error  live-payload  B of Subscription.b has no sequence: Int!',
      'schema/a.graphql:3  error  live-payload  B of Subscription.b has no step',
      'schema/a.graphql:3  error  live-payload  Subscription.b is @resumable but takes no after: Cursor',
      'schema/a.graphql:5  error  live-payload  B of Subscription.d has no isSnapshot: Boolean!',
    ],
  ],
  [
    'restricted-is-not-shared',
    `type A @cacheControl(maxAge: 5) {
       a: Int
       b: Int @authenticated
       c: Int @requiresScopes(scopes: [["x"]]) @cacheControl(maxAge: 0)
     }
     type B @authenticated { d: Int e: Int @cacheControl(inheritMaxAge: true) }`,
    [
      'schema/a.graphql:3  error  restricted-is-not-shared  A.b is restricted, and @cacheControl shares it',
      'schema/a.graphql:6  error  restricted-is-not-shared  B.e is restricted, and @cacheControl shares it',
    ],
  ],
  [
    'removal-date',
    `type Query {
       a: Int @deprecated
       b: Int @deprecated(reason: "Removal 2027-01-31.")
       c: Int @deprecated(reason: "Use d. Removal 2027-01-31.")
       d(x: Int @deprecated(reason: "Nothing replaces it. Removal 2027-02-30.")): Int
     }
     enum E { A @deprecated(reason: "Use B. Removed some day.") }`,
    [
      'schema/a.graphql:2  error  removal-date  Query.a is deprecated without a day of its removal',
      'schema/a.graphql:3  error  removal-date  Query.b is deprecated without a word on what to use instead',
      'schema/a.graphql:5  error  removal-date  Query.d(x:) is deprecated without a day of its removal',
      'schema/a.graphql:7  error  removal-date  E.A is deprecated without a day of its removal',
    ],
  ],
])('%s', (rule, sdl, expected) => {
  expect(only(rule, output(sdl))).toEqual(expected);
});

test('non-null-across-subgraphs: of what another subgraph has non-null, at any depth of the list', () => {
  const a = `type Query { t: T }
    type T { one: P! many: [P!] may: P own: Q! }
    type P @key(fields: "id", resolvable: false) { id: ID! }
    type Q @key(fields: "id") { id: ID! x: Int! }`;
  const b =
    'type P @key(fields: "id") { id: ID! name: String! }\ntype Q @key(fields: "id") { id: ID! y: Int }';
  expect(only('non-null-across-subgraphs', output(a, { b }))).toEqual([
    'schema/a.graphql:2  error  non-null-across-subgraphs  T.one is non-null, but P.name comes from b and is non-null too',
    'schema/a.graphql:2  error  non-null-across-subgraphs  T.many is non-null, but P.name comes from b and is non-null too',
  ]);
});

test('a description by one subgraph is enough', () => {
  const a = '"T." type T @key(fields: "id") { "Id." id: ID! }';
  const b = 'type T @key(fields: "id", resolvable: false) { id: ID! }';
  expect(only('missing-description', output(a, { b }))).toEqual([]);
});

test('an exception with a reason holds for the element under it, and is to go when nothing needs it', () => {
  const sdl = `type Query {
  # allow nullable-root: a reason
  # and a second line
  "Described."
  a: Int!
  # allow nullable-root:
  b: Int!
  # allow boolean-name: nothing here
  c: Int
}`;
  expect(output(sdl).filter((text) => !text.includes('missing-description'))).toEqual([
    'schema/a.graphql:7  error  nullable-root  Query.b is non-null',
    'schema/a.graphql:8  error  unused-exception  Nothing breaks the rule boolean-name here',
  ]);
});

test('each finding says what it does and what to do', () => {
  expect(lint(subgraphsOf({ a: 'type Mutation {\n  "D."\n  addThing: Int\n}' }))[0]).toEqual({
    area: 'lint',
    level: 'error',
    rule: 'mutation-object-first',
    subject: 'Mutation.addThing',
    place: { file: 'schema/a.graphql', line: 3, column: 3, text: 'addThing: Int' },
    message: 'Mutation.addThing begins with its verb',
    consequence: 'What can be done with one object does not stand together in the documentation.',
    advice: 'Name it thingAdd.',
  });
  expect(new Set(LINT_RULES.map(({ name }) => name)).size).toBe(LINT_RULES.length);
});

test('the style guide names every rule', () => {
  const guide = readFileSync(path.join(import.meta.dirname, '../../../docs/graphql-style.md'), 'utf8');
  const names = [...LINT_RULES.map(({ name }) => name), 'unused-exception'];
  expect(names.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
});
