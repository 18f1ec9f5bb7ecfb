import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { consequencesOf, together, watchedFor } from '../../src/dev/consequences.ts';
import { schemaProblem } from '../../src/dev/schemaProblem.ts';
import { serviceNamed } from '../../src/system/services.ts';
import { repositoryRoot } from '../../src/checkout/state.ts';
import { newState } from '../harness/launchers.ts';

const orders = serviceNamed('orders');
const gateway = serviceNamed('gateway');

test.each([
  ['schema/orders.graphql', { generate: 'beside', restart: true, schema: true }],
  ['schema/shared/scalars.graphql', { generate: 'beside', restart: true, schema: true }],
  ['codegen.yml', { generate: 'beside', restart: false, schema: false }],
  ['prisma/orders/schema.prisma', { generate: 'first', restart: true, schema: false }],
  ['prisma/orders/migrations/0002_x/migration.sql', { generate: 'no', restart: true, schema: false }],
  ['subgraphs/orders/src/domain/decide.ts', { generate: 'no', restart: true, schema: false }],
  ['subgraphs/orders/src/domain/decide.test.ts', { generate: 'no', restart: false, schema: false }],
  ['subgraphs/orders/src/generated/graphql.ts', { generate: 'no', restart: false, schema: false }],
  ['packages/messaging/src/outbox/relay.ts', { generate: 'no', restart: true, schema: false }],
  ['packages/messaging/README.md', { generate: 'no', restart: false, schema: false }],
  ['packages/client/src/session.ts', { generate: 'no', restart: false, schema: false }],
])('saving %s does to orders: %j', (file, expected) => {
  expect(consequencesOf(file, orders)).toEqual(expected);
});

test('only the simulator uses the client of apps', () => {
  expect(consequencesOf('packages/client/src/session.ts', serviceNamed('simulator')).restart).toBe(true);
});

test('the typed operations of clients follow the supergraph and the stored operations', () => {
  const files = ['schema/supergraph.graphql', 'schema/operations/customer-01-browse.graphql'];
  for (const file of files) {
    expect(consequencesOf(file, gateway)).toEqual({ generate: 'beside', restart: false, schema: false });
    expect(watchedFor(gateway).some((one) => file.startsWith(one))).toBe(true);
  }
});

test('of several files the stronger consequence counts', () => {
  const files = ['codegen.yml', 'prisma/orders/schema.prisma'];
  expect(together(files.map((file) => consequencesOf(file, orders)))).toEqual({
    generate: 'first',
    restart: true,
    schema: false,
  });
});

test('a schema that a subgraph could not start with is named by file, line and text', () => {
  const folder = path.join(newState(), 'schema');
  cpSync(path.join(repositoryRoot, 'schema'), folder, { recursive: true });
  expect(schemaProblem('products', folder)).toBeUndefined();
  const file = path.join(folder, 'products.graphql');
  const good = readFileSync(file, 'utf8');
  for (const [text, message] of [
    ['broken(: String', 'Syntax Error: Expected Name, found ":".'],
    ['broken: Katze', 'Unknown type "Katze".'],
  ] as const) {
    const broken = good.replace('type Query {', `type Query {\n  ${text}`);
    writeFileSync(file, broken);
    const line = broken.split('\n').indexOf(`  ${text}`) + 1;
    const problem = schemaProblem('products', folder) ?? '';
    expect(problem.split('\n')[0]).toMatch(new RegExp(`^schema/products\\.graphql:${line}:\\d+ `));
    expect(problem).toContain(message);
    expect(problem.split('\n')[1]).toBe(`    ${text}`);
  }
});
