import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { asyncApiDocument } from '@nakku/contracts';
import type { UsageRecord } from '@nakku/gateway/usage';
import { parse } from 'graphql';
import { baselineAt, committedBaseline, NoBaseline, writeBaseline } from '../../src/check/baseline.ts';
import { defaultGatewayLimits } from '../../src/check/checkOperations.ts';
import { checkSchema } from '../../src/check/checkSchema.ts';
import type { CheckOptions } from '../../src/check/checkSchema.ts';
import type { Finding } from '../../src/check/finding.ts';
import { checkSubgraph } from '../../src/check/rover.ts';
import { contract } from './schemas.ts';
import { schemaFolder } from './folder.ts';

const BEFORE = `type Query {
  "Where."
  shop("Which." id: ID): Shop
}
"A shop."
type Shop {
  "Its name."
  name: String
  "How it was called."
  title: String @deprecated(reason: "Use Shop.name. Removal 2027-01-31.")
}
`;
const AFTER = BEFORE.replace(/ {2}"How it was called."\n.*\n/, '');
const OPERATION = 'query Titles($id: ID) {\n  shop(id: $id) { title }\n}\n';

const folder = schemaFolder();
folder.write('a.graphql', BEFORE);
folder.write('operations/titles.graphql', OPERATION);
folder.write('operations/titles.json', '{ "id": "1" }');
folder.write('events/asyncapi.json', JSON.stringify(asyncApiDocument()));
folder.commit();
afterAll(() => folder.remove());

/** The findings as `file:line level rule`, files as seen from the schema folder. */
async function check(more: Partial<CheckOptions> = {}): Promise<string[]> {
  const { findings } = await checkSchema({
    root: path.dirname(folder.schemaDir),
    schemaDir: folder.schemaDir,
    operationFolders: [path.join(folder.schemaDir, 'operations')],
    baseline: baselineAt('main', folder.schemaDir),
    usage: undefined,
    limits: defaultGatewayLimits(),
    today: '2027-02-01',
    strict: false,
    ...more,
  });
  return findings.map(shown);
}

function shown({ place, level, rule, affected = [] }: Finding): string {
  const file = place && path.basename(place.file);
  const who = affected.map((one) => ` for ${one.replace(/^.*operations\//, '')}`).join();
  return `${file === undefined ? '' : `${file}:${place?.line} `}${level} ${rule}${who}`;
}

beforeEach(() => folder.write('a.graphql', BEFORE));

test('nothing changed: who uses what is deprecated is told', async () => {
  expect(await check()).toEqual([
    'a.graphql:10 note removal-due for titles.graphql:1 Titles',
    'titles.graphql:1 warning operation-deprecated',
  ]);
});

test('a removal in use: the change names the operation, the operation its line', async () => {
  folder.write('a.graphql', AFTER);
  expect(await check()).toEqual([
    'a.graphql:6 breaking FIELD_REMOVED for titles.graphql:1 Titles',
    'titles.graphql:2 breaking operation-invalid',
  ]);
});

test('clients of the record are named too', async () => {
  folder.write('a.graphql', AFTER);
  const coordinates = { 'Shop.title': { count: 1, lastUsed: '2027-01-30' } };
  const usage: UsageRecord = {
    format: 'nakku-field-usage',
    version: 1,
    from: '2027-01-03',
    to: '2027-02-01',
    clients: [{ name: 'web', version: '7', coordinates }],
  };
  const [change] = await check({ usage });
  expect(change).toBe(
    'a.graphql:6 breaking FIELD_REMOVED for titles.graphql:1 Titles, for web 7: 1 request, the last on 2027-01-30',
  );
});

test('a manifest of persisted operations is checked by the name of its app', async () => {
  const manifest = {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: [
      { id: 'one', name: 'Fine', type: 'query', body: 'query Fine { shop { name } }' },
      { id: 'two', name: 'Broken', type: 'query', body: 'query Broken { shop { address } }' },
    ],
  };
  folder.write('operations/courier-app.json', JSON.stringify(manifest, null, 2));
  const { findings } = await checkSchema({
    root: folder.schemaDir,
    schemaDir: folder.schemaDir,
    operationFolders: [path.join(folder.schemaDir, 'operations')],
    baseline: baselineAt('main', folder.schemaDir),
    usage: undefined,
    limits: defaultGatewayLimits(),
    today: '2026-01-01',
    strict: false,
  });
  folder.write('operations/courier-app.json', '{}');
  expect(findings.filter(({ rule }) => rule === 'operation-invalid')).toEqual([
    expect.objectContaining({
      subject: 'courier-app Broken',
      message: 'Cannot query field "address" on type "Shop".',
      place: expect.objectContaining({ line: 12 }),
    }),
  ]);
});

test('an operation that the gateway would refuse, and variables that do not fit', async () => {
  folder.write('operations/titles.json', '{ "id": { "no": 1 } }');
  expect(await check({ today: '2026-01-01' })).toContain('titles.graphql:1 error operation-variables');
  folder.write('operations/titles.json', '{ "id": "{title.id|{}}" }');
  expect(await check({ today: '2026-01-01' })).toContain('titles.graphql:1 error operation-variables');
  folder.write('operations/titles.json', '{ "id": "{title.id|1}" }');
  expect(await check({ today: '2026-01-01' })).not.toContain('operation-variables');
  folder.write('operations/titles.json', '{ "id": "1" }');
  expect(await check({ limits: { ...defaultGatewayLimits(), depth: 1 } })).toContain(
    'titles.graphql:1 breaking operation-too-large',
  );
  expect(await check({ limits: { ...defaultGatewayLimits(), maxCost: 0 } })).toContain(
    'titles.graphql:1 breaking operation-too-expensive',
  );
  folder.write('operations/broken.graphql', 'query {');
  expect(await check()).toContain('broken.graphql:1 error operation-syntax');
  folder.write('operations/broken.graphql', '# empty on purpose\nquery Fine { shop { name } }');
});

test('what does not compose is the only thing said of the API', async () => {
  folder.write('a.graphql', 'type Query {\n  shop: Shop\n}\n');
  expect(await check()).toEqual(['a.graphql:2 error INVALID_GRAPHQL']);
});

test('a baseline is what was accepted', async () => {
  expect(() => committedBaseline(folder.schemaDir)).toThrow(NoBaseline);
  writeBaseline(folder.schemaDir, contract(AFTER), asyncApiDocument());
  expect(await check({ baseline: committedBaseline(folder.schemaDir) })).toContain(
    'a.graphql:10 safe FIELD_ADDED',
  );
  expect(() => baselineAt('nowhere', folder.schemaDir)).toThrow(/^git has no supergraph\.graphql at nowhere/);
});

describe('Apollo Studio', () => {
  const graph = (rover: string) => ({
    ref: 'nakku@test',
    env: { ...process.env, APOLLO_KEY: 'k', ROVER: rover },
  });
  const output = async (rover: string) =>
    (await check({ graph: graph(rover), today: '2026-01-01' })).filter((text) => !text.includes('graphql:'));

  test('is asked by rover about each subgraph', async () => {
    const changes = [
      { code: 'FIELD_REMOVED', description: 'field `Shop.x`: removed', severity: 'FAIL' },
      { code: 'FIELD_ADDED', description: 'field `Shop.y`: added', severity: 'PASS' },
    ];
    const tasks = { operations: { task_status: 'FAILED', target_url: 'https://studio.example/1', changes } };
    const stdout = JSON.stringify({
      json_version: '2',
      data: { success: false, tasks },
      error: { message: 'no', code: 'E030' },
    });
    const { path: rover, log } = folder.rover({ status: 1, stdout });
    expect(await output(rover)).toEqual([
      'breaking FIELD_REMOVED for Studio: https://studio.example/1',
      'safe FIELD_ADDED',
    ]);
    const { args, input } = JSON.parse(readFileSync(log, 'utf8'));
    expect(args).toEqual([
      'subgraph',
      'check',
      'nakku@test',
      '--name',
      'a',
      '--schema',
      '-',
      '--format',
      'json',
    ]);
    expect(input).toContain('type Shop');
  });

  test('says why it could not be asked', async () => {
    const stdout = JSON.stringify({
      data: { success: false },
      error: { message: 'the key is not valid', code: 'E041' },
    });
    expect(await output(folder.rover({ status: 1, stdout }).path)).toEqual(['error studio-check']);
    expect(await output(folder.rover({ status: 3, stdout: 'Segmentation fault' }).path)).toEqual([
      'error studio-check',
    ]);
  });

  test('says why it was not asked, also when rover did not read the schema', () => {
    const file = path.join(folder.schemaDir, 'rover');
    writeFileSync(file, `#!/bin/sh\necho '{"error":{"message":"the key is not valid"}}'\nexit 1\n`);
    chmodSync(file, 0o755);
    const more = 'x'.repeat(1_000_000); // than a pipe holds
    const response = checkSubgraph(graph(file), {
      name: 'a',
      url: 'http://a/graphql',
      typeDefs: parse(`type Query { "${more}" a: Int }`),
    });
    expect(response).toMatchObject({ kind: 'failed', message: 'the key is not valid' });
  });

  test('without rover there is a warning, and the rest of the check', async () => {
    expect(await output('/nowhere/rover')).toEqual(['warning rover-missing']);
  });
});
