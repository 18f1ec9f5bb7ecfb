import { randomUUID } from 'node:crypto';
import type { AttackCase, AttackGroup } from '../harness/cases.ts';
import { expectRefused, must } from '../harness/cases.ts';
import type { World } from '../harness/world.ts';

const FROM = '203.0.113.10';
const repeat = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

const TOO_LARGE = ['OPERATION_TOO_LARGE'];
const UNPARSED = ['GRAPHQL_PARSE_FAILED', 'REQUEST_TOO_LARGE', 413];
/** Pages of 50 products, in the category of each of which there are pages of 50. */
const pages = (levels: number): string =>
  `${'products(first: 50) { edges { node { category { '.repeat(levels)} id ${'} } } } '.repeat(levels)}`;
const page = (inner: string): string => `products(first: 50) { edges { node { ${inner} } } }`;
const deep = (levels: number): string =>
  `{ categories ${'{ parent '.repeat(levels)}{ id }${' }'.repeat(levels)} }`;

/** Name, document, and the codes of which one is the response. */
const REFUSED: readonly (readonly [name: string, document: string, codes: readonly (string | number)[]])[] = [
  ['depth 60', deep(60), [...TOO_LARGE, 'GRAPHQL_VALIDATION_FAILED']],
  ['depth 2,000', deep(2_000), [...TOO_LARGE, ...UNPARSED]],
  ['500 root fields', `{ ${repeat(500, (n) => `a${n}: me { id }`)} }`, TOO_LARGE],
  ['200 aliases of one field', `{ me { ${repeat(200, (n) => `a${n}: id`)} } }`, TOO_LARGE],
  [
    'a selection of 4,000 times the same field',
    `{ me { ${repeat(4_000, () => 'id')} } }`,
    [...TOO_LARGE, ...UNPARSED],
  ],
  [
    'fragments that double 30 times',
    `${repeat(30, (n) => `fragment F${n} on User { ...F${n + 1} ...F${n + 1} }`)} fragment F30 on User { id } { me { ...F0 } }`,
    TOO_LARGE,
  ],
  [
    'a fragment that spreads itself',
    'fragment A on User { ...B } fragment B on User { ...A } { me { ...A } }',
    ['GRAPHQL_VALIDATION_FAILED', ...TOO_LARGE],
  ],
  [
    'a hostile operation beside the one that runs',
    `query Good { __typename } query Bad { ${repeat(900, (n) => `a${n}: me { id }`)} }`,
    [...TOO_LARGE, ...UNPARSED, 'BAD_REQUEST', 400],
  ],
  [
    'overlapping fields, 900 pairs',
    `{ ${repeat(300, (n) => `me { a: id ...F${n} }`)} } ${repeat(300, (n) => `fragment F${n} on User { a: name b: id }`)}`,
    [...TOO_LARGE, ...UNPARSED, 'GRAPHQL_VALIDATION_FAILED'],
  ],
  [
    '600 directives on one field',
    `{ me { id ${'@include(if: true) '.repeat(600)} } }`,
    [...TOO_LARGE, 'GRAPHQL_VALIDATION_FAILED', ...UNPARSED],
  ],
  [
    'an unknown directive 600 times',
    `{ me { id ${'@evil '.repeat(600)} } }`,
    [...TOO_LARGE, 'GRAPHQL_VALIDATION_FAILED', ...UNPARSED],
  ],
  ['an alias of 10,000 characters', `{ ${'a'.repeat(10_000)}: me { id } }`, [...TOO_LARGE, ...UNPARSED]],
  [
    'an alias of 150,000 characters',
    `{ ${'a'.repeat(150_000)}: ${page('id')} }`,
    [...TOO_LARGE, ...UNPARSED],
  ],
  [
    'an operation name of 10,000 characters',
    `query ${'Q'.repeat(10_000)} { me { id } }`,
    [...TOO_LARGE, ...UNPARSED],
  ],
  ['20,000 tokens', `{ me(${','.repeat(10)}) { ${'id '.repeat(20_000)} } }`, UNPARSED],
  [
    'a list of 100,000 arguments',
    `{ stockChanged(productIds: [${'"a",'.repeat(60_000)}]) { isSnapshot } }`,
    [...UNPARSED, ...TOO_LARGE],
  ],
  [
    'a text of 400,000 characters',
    `{ products(search: "${'x'.repeat(400_000)}") { edges { cursor } } }`,
    UNPARSED,
  ],
  ['400,000 characters of comments', `${'#\n'.repeat(200_000)}{ __typename }`, UNPARSED],
  ['braces that never close', '{'.repeat(5_000), UNPARSED],
  [
    'pages in pages in pages',
    `{ categories { ${pages(4)} } }`,
    ['COST_ESTIMATED_TOO_EXPENSIVE', ...TOO_LARGE, 'GRAPHQL_VALIDATION_FAILED'],
  ],
  [
    'a page of 1,000,000',
    '{ products(first: 1000000) { edges { node { id } } } }',
    ['COST_ESTIMATED_TOO_EXPENSIVE', 'BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED'],
  ],
  [
    'introspection',
    '{ __schema { types { name fields { name } } } }',
    ['INTROSPECTION_DISABLED', 'GRAPHQL_VALIDATION_FAILED'],
  ],
  [
    'introspection of one type',
    '{ __type(name: "User") { fields { name } } }',
    ['INTROSPECTION_DISABLED', 'GRAPHQL_VALIDATION_FAILED'],
  ],
  ['the SDL of a subgraph', '{ _service { sdl } }', ['GRAPHQL_VALIDATION_FAILED']],
  [
    'entities by hand',
    '{ _entities(representations: [{ __typename: "User", id: "1" }]) { __typename } }',
    ['GRAPHQL_VALIDATION_FAILED'],
  ],
];

async function neverSuggests({ target }: World): Promise<'refused'> {
  const response = await target.execute({ query: '{ produts { id } }', from: FROM });
  expectRefused(response, ['GRAPHQL_VALIDATION_FAILED']);
  must(!/did you mean|products/i.test(response.text), `it suggests: ${response.text}`);
  return 'refused';
}

async function batches({ target }: World): Promise<'refused'> {
  const one = { query: '{ __typename }' };
  for (const count of [1, 2, 1_000]) {
    const body = JSON.stringify(Array.from({ length: count }, () => one));
    expectRefused(await target.execute({ body, from: FROM }), [400]);
  }
  return 'refused';
}

/** Logins of one request count as one each: the address of the account has ten tries. */
async function logins({ target }: World): Promise<'held'> {
  const email = `${randomUUID()}@people.example`;
  const query = `mutation { ${repeat(20, (n) => `a${n}: sessionCreate(input: { email: "${email}", password: "a long wrong one ${n}" }) { userErrors { __typename } }`)} }`;
  const response = await target.execute({ query, from: '203.0.113.19' });
  const refusals = [...response.text.matchAll(/"__typename":"(\w+)"/g)].map(([, type]) => type);
  const tried = refusals.filter((type) => type === 'InvalidCredentialsError').length;
  must(
    refusals.length === 20 && tried <= 10,
    `${tried} passwords were tried: ${response.text.slice(0, 300)}`,
  );
  return 'held';
}

export const documents: AttackGroup = {
  name: 'documents',
  cases: (): AttackCase[] => [
    ...REFUSED.map(([name, query, codes]) => ({
      name,
      run: async ({ target }: World) => {
        const response = await target.execute({ query, from: FROM });
        must(response.ms < 1_000, `the refusal took ${Math.round(response.ms)} ms`);
        return expectRefused(response, codes);
      },
    })),
    { name: 'a misspelt field, to be told the schema', run: neverSuggests },
    { name: 'batches of operations', run: batches },
    { name: '20 logins in one request: at most 10 are tried', run: logins },
  ],
};
