import { readFileSync } from 'node:fs';
import path from 'node:path';
import { logger } from '@nakku/telemetry';
import { parse } from 'graphql';
import { admissionRules } from '../../gateway/src/features/useAdmission.ts';
import { createAdmission } from '../../gateway/src/admission/admit.ts';
import type { Admit } from '../../gateway/src/admission/admit.ts';
import { noPolicies } from '../../gateway/src/policy/security/policies.ts';
import { apolloGateway, createSupergraphStore } from '../../gateway/src/supergraph/store.ts';
import { readExamples } from '../../gateway/src/dev/examples.ts';
import { exampleVariables } from '../../tools/src/check/operations.ts';
import { defaultConfig } from '../federation/graph.ts';

const schema = path.join(import.meta.dirname, '../../schema');
let admit: Admit;
beforeAll(async () => {
  const gateway = apolloGateway({
    dataSource: (name) => ({ process: () => Promise.reject(new Error(`${name} was asked`)) }),
    log: logger({ part: 'schema' }),
  });
  const store = await createSupergraphStore({
    sdl: readFileSync(path.join(schema, 'supergraph.graphql'), 'utf8'),
    load: gateway.load,
    maxPlans: 10,
  });
  admit = createAdmission(store.current, admissionRules(await defaultConfig(), noPolicies));
});

const refusalOf = async (query: string, variables: Record<string, unknown> = {}) => {
  const admitted = await admit({ query, variables }, { kind: 'anonymous' }, 'post');
  if (admitted.kind !== 'refused') throw new Error(`admitted at ${admitted.estimatedCost}`);
  return [admitted.status, admitted.errors[0]?.extensions?.code];
};

test('a fragment bomb of our own types', async () => {
  const levels = Array.from(
    { length: 12 },
    (_, i) => `fragment F${i} on Category { children { ...F${i + 1} } parent { ...F${i + 1} } }`,
  );
  const bomb = `{ categories { ...F0 } } ${levels.join(' ')} fragment F12 on Category { name }`;
  expect(parse(bomb).definitions).toHaveLength(14);
  expect(await refusalOf(bomb)).toEqual([400, 'OPERATION_TOO_LARGE']);
});

test.each([
  [
    'lists in lists',
    '{ categories { children { children { children { products(first: 100) { edges { node { name } } } } } } } }',
  ],
  [
    'pages in pages, by variables',
    'query ($n: Int!) { products(first: $n) { edges { node { category { products(first: $n) { edges { node { name } } } } } } } }',
  ],
  ['one page that is too long', '{ products(first: 1000000) { edges { node { name } } } }'],
  [
    'the same page under many names',
    `{ ${Array.from({ length: 20 }, (_, i) => `p${i}: products(first: 100) { edges { node { category { children { name } breadcrumbs { name } } } } }`).join(' ')} }`,
  ],
])('%s cost too much', async (_, query) => {
  expect(await refusalOf(query, { n: 100 })).toEqual([400, 'COST_ESTIMATED_TOO_EXPENSIVE']);
});

test('a page without a size is refused before anybody is asked', async () => {
  expect(await refusalOf('{ products { edges { node { name } } } }')).toEqual([400, 'BAD_USER_INPUT']);
});

/** Stores see the stock of up to 100 products at once; nobody else asks for as much. */
const maxCost = (name: string) => (name.startsWith('store-') ? 250 : 100);

test('what our own clients ask costs a hundredth of what one operation may, for stores a fortieth', async () => {
  const examples = readExamples(path.join(schema, 'operations'));
  expect(examples.length).toBeGreaterThan(5);
  for (const { name, query, variables } of examples) {
    const given = variables === undefined ? {} : exampleVariables(variables);
    const transport = query.includes('subscription ') ? 'websocket' : 'post';
    const admitted = await admit({ query, variables: given }, { kind: 'anonymous' }, transport);
    if (admitted.kind === 'refused')
      expect([name, admitted.errors[0]?.extensions?.code]).toEqual([name, 'UNAUTHORIZED_FIELD_OR_TYPE']);
    else expect([name, admitted.estimatedCost <= maxCost(name)]).toEqual([name, true]);
  }
});
