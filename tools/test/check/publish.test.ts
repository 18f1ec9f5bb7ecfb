import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SUBGRAPHS } from '../../src/system/services.ts';
import { schemaFolder } from './folder.ts';

const main = path.join(import.meta.dirname, '../../src/bin/nakku.ts');
const folder = schemaFolder();
const rover = folder.rover({ status: 0, stdout: '{"data":{"success":true},"error":null}' });
afterAll(() => folder.remove());

/** Runs `npm run schema:publish` from source, on the schema of this checkout. */
function run(given: NodeJS.ProcessEnv): { status: number | null; stdout: string; stderr: string } {
  const { APOLLO_KEY: _, APOLLO_GRAPH_REF: __, SUBGRAPH_URLS: ___, NODE_OPTIONS: ____, ...own } = process.env;
  const env = { ...own, ROVER: rover.path, ...given };
  return spawnSync(
    process.execPath,
    ['--conditions=@nakku/source', '--import', 'tsx', main, 'schema:publish'],
    {
      encoding: 'utf8',
      env,
    },
  );
}
const graph = { APOLLO_KEY: 'k', APOLLO_GRAPH_REF: 'nakku@test' };

test('every subgraph is published by rover, with the address at which the gateway finds it', () => {
  const url = 'https://orders.example/graphql';
  const { status, stdout } = run({ ...graph, SUBGRAPH_URLS: JSON.stringify({ orders: url }) });
  expect(status).toBe(0);
  const calls: { args: string[]; input: string }[] = readFileSync(rover.log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(calls.map(({ args }) => args[args.indexOf('--name') + 1]).sort()).toEqual([...SUBGRAPHS].sort());
  const orders = calls.find(({ args }) => args.includes('orders'));
  expect(orders?.args).toEqual(
    `subgraph publish nakku@test --name orders --routing-url ${url} --schema - --format json`.split(' '),
  );
  expect(orders?.input).toContain('type Order @key');
  expect(stdout).toContain(`orders is published to nakku@test, found at ${url}\n`);
});

test.each([
  ['without a key', {}, /^Set APOLLO_KEY and APOLLO_GRAPH_REF/],
  ['with addresses that are none', { ...graph, SUBGRAPH_URLS: 'orders' }, /^SUBGRAPH_URLS names the address/],
  ['without rover', { ...graph, ROVER: '/nowhere/rover' }, /^rover is not installed here/],
])('%s nothing is published, and it says why', (_, env, because) => {
  const { status, stdout, stderr } = run(env);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(because);
});
