import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { asyncApiDocument } from '@nakku/contracts';
import { schemaFolder } from './folder.ts';

const main = path.join(import.meta.dirname, '../../src/bin/nakku.ts');
const folder = schemaFolder();
folder.write('a.graphql', 'type Query {\n  "A."\n  a: Int\n}\n');
folder.write('events/asyncapi.json', JSON.stringify(asyncApiDocument()));
folder.commit();
afterAll(() => folder.remove());

/** Runs `npm run schema:check -- <args>` from source. */
function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { APOLLO_KEY: _, NODE_OPTIONS: __, ...env } = process.env;
  const node = [
    '--conditions=@nakku/source',
    '--import',
    'tsx',
    main,
    'schema:check',
    '--schema',
    folder.schemaDir,
    ...args,
  ];
  return spawnSync(process.execPath, node, { encoding: 'utf8', env });
}

test('0: it passed; the report alone is on the standard output', () => {
  const { status, stdout } = run('--against', 'main', '--json');
  expect(JSON.parse(stdout)).toEqual({
    ok: true,
    against: 'main',
    counts: { breaking: 0, error: 0, dangerous: 0, warning: 0, safe: 0, note: 0 },
    findings: [],
  });
  expect(status).toBe(0);
});

test('1: it failed', () => {
  folder.write('a.graphql', 'type Query {\n  "B."\n  b: Int\n}\n');
  const { status, stdout } = run('--against', 'main');
  expect(stdout).toMatch(/^ {2}\S*schema\/a\.graphql:1:6 {2}breaking {2}FIELD_REMOVED$/m);
  expect(stdout).toMatch(/\nschema:check against main: 1 breaking, 1 safe change\. Failed\.\n$/);
  expect(status).toBe(1);
});

test('2: it could not be made, and says why', () => {
  const { status, stdout, stderr } = run();
  expect(stdout).toBe('');
  expect(stderr).toMatch(/baseline\/api\.graphql is missing: npm run schema:check -- --accept writes it\n$/);
  expect(status).toBe(2);
});
