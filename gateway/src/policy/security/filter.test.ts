import type { Caller } from '@nakku/identity';
import { buildASTSchema, getOperationAST, parse, print } from 'graphql';
import { accessRulesOf } from '../../federation/accessRules.ts';
import { filterOperation, requirementsIn } from './filter.ts';
import { isMet, rightsOf } from '../../federation/requirements.ts';

const links = `schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)
{ query: Query mutation: Mutation }`;

const types = `
  type Query {
    open: String
    mine: User @authenticated
    user: User
    users: [User!]!
    grid: [[User!]!]
    staff: [User!] @requiresScopes(scopes: [["users:read", "staff:read"], ["admin"]])
    plan: String @policy(policies: [["admin"]])
    node: Node
    thing: Thing
    vault: Vault
    secretColour: Colour
  }
  type Mutation { rename(name: String): User }
  interface Node { id: ID! label: String @authenticated }
  type User implements Node {
    id: ID!
    label: String
    name: String
    email: String @authenticated
    salary: Int @requiresScopes(scopes: [["admin"]])
    friend: User
  }
  type Vault implements Node @requiresScopes(scopes: [["vault:open"]]) { id: ID! label: String gold: Int }
  union Thing = User | Vault
  enum Colour @authenticated { RED }
`;

const supergraph = parse(links + types);
const schema = buildASTSchema(parse(types), { assumeValidSDL: true });

const anonymous: Caller = { kind: 'anonymous' };
const user = (...scopes: string[]): Caller => ({
  kind: 'user',
  userId: 'u1',
  sessionId: 's1',
  roleVersion: 1,
  roles: ['customer'],
  scopes,
  storeIds: [],
});

function filtered(query: string, caller: Caller, rules = accessRulesOf(supergraph), policies: string[] = []) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const { document: left, denied } = filterOperation(schema, rules, document, operation, (r) =>
    isMet(r, rightsOf(caller, new Set(policies))),
  );
  return {
    left: left && print(left).replace(/\s+/g, ' ').trim(),
    denied: denied.map((path) => path.join('.')),
  };
}

test.each<[string, string, Caller, string | undefined, string[]]>([
  ['nothing restricted', '{ open }', anonymous, '{ open }', []],
  ['a root field', '{ open mine { name } }', anonymous, '{ open }', ['mine']],
  ['a root field for a user', '{ mine { name } }', user(), '{ mine { name } }', []],
  ['all there is', '{ mine { name } plan }', anonymous, undefined, ['mine', 'plan']],
  ['a field', '{ user { name email } }', anonymous, '{ user { name } }', ['user.email']],
  ['a field in a list', '{ users { name email } }', anonymous, '{ users { name } }', ['users.@.email']],
  ['a field in nested lists', '{ grid { email id } }', anonymous, '{ grid { id } }', ['grid.@.@.email']],
  ['the only field of an object', '{ user { email } }', anonymous, '{ user { __typename } }', ['user.email']],
  ['an alias', '{ u: user { e: email name } }', anonymous, '{ u: user { name } }', ['u.e']],
  ['one of all scopes', '{ staff { id } }', user('users:read'), undefined, ['staff']],
  ['all scopes', '{ staff { id } }', user('users:read', 'staff:read'), '{ staff { id } }', []],
  ['the other way in', '{ staff { id } }', user('admin'), '{ staff { id } }', []],
  ['a policy that nobody granted', '{ plan }', user('admin'), undefined, ['plan']],
  ['an object type', '{ vault { gold } open }', user(), '{ open }', ['vault']],
  ['an object type that is open', '{ vault { gold } }', user('vault:open'), '{ vault { gold } }', []],
  ['an enum type', '{ secretColour open }', anonymous, '{ open }', ['secretColour']],
  ['__typename', '{ user { __typename email } }', anonymous, '{ user { __typename } }', ['user.email']],
  [
    'an interface: what any type of it restricts',
    '{ node { id __typename } }',
    user(),
    '{ node { __typename } }',
    ['node.id'],
  ],
  ['an interface with every right', '{ node { id label } }', user('vault:open'), '{ node { id label } }', []],
  [
    'an interface field of its own',
    '{ node { ... on User { id } label } }',
    anonymous,
    '{ node { ... on User { id } } }',
    ['node.label'],
  ],
  [
    'an interface narrowed to an open type',
    '{ node { ... on User { ... on Node { id } } } }',
    anonymous,
    '{ node { ... on User { ... on Node { id } } } }',
    [],
  ],
  [
    'a union subscriber',
    '{ thing { ... on User { name } ... on Vault { gold } } }',
    user(),
    '{ thing { ... on User { name } } }',
    ['thing'],
  ],
  [
    'a named fragment, in each place where it is spread',
    'query Q { user { ...F friend { ...F } } } fragment F on User { name email }',
    anonymous,
    'query Q { user { ... on User { name } friend { ... on User { name } } } }',
    ['user.email', 'user.friend.email'],
  ],
  [
    'a fragment of which nothing is left',
    '{ user { ...F id } } fragment F on User { email salary }',
    anonymous,
    '{ user { id } }',
    ['user.email', 'user.salary'],
  ],
  [
    'directives stay with what they stand at',
    'query ($x: Boolean!) { user { ...F @include(if: $x) } } fragment F on User { name email }',
    anonymous,
    'query ($x: Boolean!) { user { ... on User @include(if: $x) { name } } }',
    ['user.email'],
  ],
  [
    'variables that nothing uses any more go',
    'query ($a: Boolean!, $b: Boolean!) { user { email @skip(if: $a) name @skip(if: $b) } }',
    anonymous,
    'query ($b: Boolean!) { user { name @skip(if: $b) } }',
    ['user.email'],
  ],
  [
    'a mutation of which nothing may be seen is not executed',
    'mutation { rename { salary } }',
    user(),
    undefined,
    ['rename.salary'],
  ],
  [
    'a mutation with a visible rest is',
    'mutation { rename { id salary } }',
    user(),
    'mutation { rename { id } }',
    ['rename.salary'],
  ],
])('%s', (_, query, caller, left, denied) => {
  expect(filtered(query, caller)).toEqual({ left, denied });
});

test('names of the directives are those of the links', () => {
  const renamed = parse(`
    schema
      @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "auth")
      @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@scopes" }])
      @link(url: "https://specs.apollo.dev/policy/v0.1", import: ["@policy"])
    { query: Query }
    type Query { open: String @authenticated mine: User @auth staff: [User!] @scopes(scopes: [["a"]]) plan: String @policy(policies: [["b"]]) }
    type User { id: ID! }
  `);
  const query = '{ open mine { id } staff { id } plan }';
  expect(filtered(query, anonymous, accessRulesOf(renamed))).toEqual({
    left: '{ open }',
    denied: ['mine', 'staff', 'plan'],
  });
});

test('a policy is met once it is granted, all of one list of them', () => {
  const rules = accessRulesOf(parse(links + types.replace('[["admin"]]', '[["a", "b"], ["c"]]')));
  const left = (...granted: string[]) => filtered('{ plan }', anonymous, rules, granted).left;
  expect([left(), left('a'), left('a', 'b'), left('c')]).toEqual([
    undefined,
    undefined,
    '{ plan }',
    '{ plan }',
  ]);
});

test('a root type that is refused leaves nothing, also not __typename', () => {
  const rules = accessRulesOf(parse(links + types.replace('type Mutation', 'type Mutation @authenticated')));
  expect(filtered('mutation { rename { id } __typename }', anonymous, rules)).toEqual({
    left: undefined,
    denied: [''],
  });
  expect(filtered('mutation { rename { id } }', user(), rules).left).toBe('mutation { rename { id } }');
  expect(filtered('{ open }', anonymous, rules).left).toBe('{ open }');
});

test.each([
  ['a list of lists', '[["a"]]', ['a'], true],
  ['a list, each item standing for a list', '["a", "b"]', ['b'], true],
  ['one item', '"a"', ['a'], true],
  ['one item that the caller does not have', '"a"', [], false],
  ['no alternative', '[]', ['a'], false],
  ['what is no scope', '[[1]]', ['a'], false],
])('scopes as %s', (_, scopes, held, isOpen) => {
  const text = types.replace('@policy(policies: [["admin"]])', `@requiresScopes(scopes: ${scopes})`);
  expect(filtered('{ plan }', user(...held), accessRulesOf(parse(links + text))).left).toBe(
    isOpen ? '{ plan }' : undefined,
  );
});

test('a specification of the same name from elsewhere does not shadow the directives', () => {
  const shadowed = parse(`
    schema
      @link(url: "https://example.com/authenticated/v9.0", as: "other")
      @link(url: "https://specs.apollo.dev/authenticated/v0.1")
    { query: Query }
    type Query { open: String @other mine: User @authenticated }
    type User { id: ID! }
  `);
  expect(filtered('{ open mine { id } }', anonymous, accessRulesOf(shadowed))).toEqual({
    left: '{ open }',
    denied: ['mine'],
  });
});

test('the requirements of an operation are those on its way, each once', () => {
  const rules = accessRulesOf(supergraph);
  const count = (query: string) => {
    const document = parse(query);
    const operation = getOperationAST(document);
    return operation && requirementsIn(schema, rules, document, operation).length;
  };
  expect(count('{ open user { name } }')).toBe(0);
  expect(count('{ mine { email friend { email } } }')).toBe(1);
  expect(count('{ mine { salary } staff { id } plan }')).toBe(4);
});
