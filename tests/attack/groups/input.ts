import type { AttackCase, AttackGroup } from '../harness/cases.ts';
import { GotThrough, must } from '../harness/cases.ts';
import { at, refusalsOf } from '../harness/graphql.ts';
import type { World } from '../harness/world.ts';

const FROM = '203.0.113.11';
const NUL = '\u0000';
const LONE_SURROGATE = '\ud800';

/** Longer than this a value of a scalar may not keep the server. */
const MAX_MS = 1_000;

interface Input {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The request as it is sent; instead of query and variables. */
  readonly body?: string;
  /** Who sends it; default nobody. */
  readonly as?: 'attacker';
  /** What must be refused: by an error, or by a user error of this field. Without it null, or nothing found, is right. */
  readonly refusedBy?: string;
}

const phone =
  'mutation($v: PhoneNumber!) { profileUpdate(input: { phone: $v }) { user { phone } userErrors { __typename } } }';
const email = 'query($v: EmailAddress!) { user(by: { email: $v }) { id } }';
const search = 'query($v: String!) { products(search: $v, first: 3) { edges { node { id } } } }';
const byId =
  'query($v: ID!) { order(id: $v) { id } cart(id: $v) { id } store(id: $v) { id } product(by: { id: $v }) { id } }';
const name =
  'mutation($v: String!) { profileUpdate(input: { name: $v }) { user { name } userErrors { __typename } } }';
const first = 'query($v: Int!) { products(first: $v) { edges { node { id } } } }';
const tip = (world: World, value: unknown): Input => ({
  name: `a tip of ${String(value)}`,
  query:
    'mutation($id: ID!, $v: SafeInt!) { cartTipSet(cartId: $id, tip: $v) { cart { tip { amount } } userErrors { __typename } } }',
  variables: { id: world.victim.cartId, v: value },
  as: 'attacker',
  refusedBy: 'cartTipSet',
});

function inputs(world: World): Input[] {
  const own = { as: 'attacker', refusedBy: 'profileUpdate' } as const;
  return [
    {
      name: 'a telephone number of 44 digits and a letter',
      query: phone,
      variables: { v: `+${'1'.repeat(44)}x` },
      ...own,
    },
    {
      name: 'a telephone number of 200,000 digits',
      query: phone,
      variables: { v: `+${'1'.repeat(200_000)}x` },
      ...own,
    },
    {
      name: 'an email address that backtracks',
      query: email,
      variables: { v: `${'a.'.repeat(40_000)}@` },
      as: 'attacker',
      refusedBy: 'user',
    },
    {
      name: 'an email address of 100,000 at signs',
      query: email,
      variables: { v: '@'.repeat(100_000) },
      as: 'attacker',
      refusedBy: 'user',
    },
    { name: 'a search of 100,000 spaces', query: search, variables: { v: `${' '.repeat(100_000)}x` } },
    { name: 'a search of patterns of LIKE', query: search, variables: { v: '%_%_%_%_%_%\\' } },
    { name: 'a search with quotes and SQL', query: search, variables: { v: `'; DROP TABLE products; --` } },
    { name: 'a search of tsquery operators', query: search, variables: { v: `!(:*&|<->'` } },
    { name: 'a search with NUL', query: search, variables: { v: `a${NUL}b` }, refusedBy: 'products' },
    { name: 'a name with NUL', query: name, variables: { v: `A${NUL}B` }, ...own },
    {
      name: 'a name with half a surrogate pair',
      query: name,
      variables: { v: `A${LONE_SURROGATE}B` },
      ...own,
    },
    { name: 'a name of 200,000 characters', query: name, variables: { v: 'n'.repeat(200_000) }, ...own },
    { name: 'a name of control characters', query: name, variables: { v: '\u001b[2J\r\n\u202e' }, ...own },
    { name: 'an ID with NUL', query: byId, variables: { v: `a${NUL}` } },
    { name: 'an ID that is a path', query: byId, variables: { v: '../../../../etc/passwd' } },
    { name: 'an ID that is SQL', query: byId, variables: { v: "' OR 1=1 --" } },
    {
      name: 'an ID in capitals of another order',
      query: byId,
      variables: { v: world.victim.orderId.toUpperCase() },
    },
    {
      name: 'a cursor that was made up',
      query: '{ products(first: 3, after: "x") { edges { node { id } } } }',
      refusedBy: 'products',
    },
    { name: 'a page of minus one', query: first, variables: { v: -1 }, refusedBy: 'products' },
    { name: 'a page of 1e308', query: first, variables: { v: 1e308 }, refusedBy: 'products' },
    {
      name: 'a number of 10,000 digits',
      query: first,
      body: `{"query":${JSON.stringify(first)},"variables":{"v":${'9'.repeat(10_000)}}}`,
      refusedBy: 'products',
    },
    {
      name: 'variables with the key __proto__',
      query: '',
      body: `{"query":"query($v: ID!) { store(id: $v) { id } }","variables":{"__proto__":{"v":"x"},"constructor":{"prototype":{"v":"y"}}}}`,
      refusedBy: 'store',
    },
    {
      name: 'extensions with the key __proto__',
      query: '',
      body: `{"query":"{ __typename }","extensions":{"__proto__":{"persistedQuery":{"version":1}}},"__proto__":{"admin":true}}`,
    },
    {
      name: 'an input object with prototype keys',
      query: '',
      body: `{"query":"mutation($v: ProfileUpdateInput!) { profileUpdate(input: $v) { user { id } userErrors { __typename } } }","variables":{"v":{"__proto__":{"roles":["ADMIN"]},"roles":["ADMIN"]}}}`,
      ...own,
    },
    {
      name: 'JSON nested 50,000 deep',
      query: '',
      body: `{"query":"{ __typename }","variables":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    },
    { name: 'a body that is not JSON', query: '', body: '{"query":', refusedBy: '' },
    { name: 'a body of one number', query: '', body: '7', refusedBy: '' },
    ...[-1, 9_007_199_254_740_991, 1.5, '12'].map((value) => tip(world, value)),
  ];
}

function run(input: Input): AttackCase {
  return {
    name: input.name,
    async run({ target, attacker, victim }) {
      const response = await target.execute({
        from: FROM,
        query: input.query,
        ...(input.variables ? { variables: input.variables } : {}),
        ...(input.body === undefined ? {} : { body: input.body }),
        ...(input.as ? { token: attacker.token } : {}),
      });
      must(response.ms < MAX_MS, `it took ${Math.round(response.ms)} ms`);
      must(response.status < 500, `a server error: ${response.status} ${response.text.slice(0, 200)}`);
      must(
        !response.codes.includes('INTERNAL_SERVER_ERROR'),
        `an internal error: ${response.text.slice(0, 200)}`,
      );
      must(
        !response.text.includes(victim.orderId),
        `it brought the order of somebody: ${response.text.slice(0, 200)}`,
      );
      if (input.refusedBy === undefined) return response.codes.length > 0 ? 'refused' : 'held';
      const isRefused =
        response.codes.length > 0 ||
        response.status >= 400 ||
        refusalsOf(response, input.refusedBy).length > 0;
      if (isRefused || at(response.data, input.refusedBy) == null) return 'refused';
      throw new GotThrough(response.text.slice(0, 200));
    },
  };
}

export const input: AttackGroup = { name: 'input', cases: (world) => inputs(world).map(run) };
