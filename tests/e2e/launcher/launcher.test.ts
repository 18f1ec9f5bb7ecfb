import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { isAlive } from '../../../tools/src/processes/processIdentity.ts';
import { readRunFile } from '../../../tools/src/servers/runFile.ts';
import { SERVICE_NAMES } from '../../../tools/src/system/services.ts';
import { freePortBase } from '../harness/ports.ts';
import type { Terminal } from '../harness/terminal.ts';
import { runInTerminal } from '../harness/terminal.ts';
import { until } from '../harness/waiting.ts';

const root = path.resolve(import.meta.dirname, '../../..');
/** The systems of other tests have the same cores, and this one starts cold. */
const START_MS = 240_000;
const READY_TIMEOUT_S = '180';
const ledgerSchema = z.array(z.object({ name: z.string(), pid: z.number(), start: z.string() }));
const ledgerOf = (state: string, name: string): z.infer<typeof ledgerSchema> =>
  ledgerSchema.parse(JSON.parse(readFileSync(path.join(state, `ledger-${name}.json`), 'utf8')));

/** What `npm start` runs once everything is built. */
function npmStart(state: string, base: number): Terminal {
  return runInTerminal(
    process.execPath,
    ['--enable-source-maps', path.join(root, 'tools/dist/bin/nakku.js'), 'start'],
    {
      cwd: root,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NAKKU_STATE: state,
        NAKKU_SERVERS: 'embedded',
        NAKKU_READY_TIMEOUT_S: READY_TIMEOUT_S,
        GATEWAY_PORT: String(base),
        SUBGRAPH_PORT_BASE: String(base),
      },
    },
  );
}

const state = mkdtempSync(path.join(tmpdir(), 'nakku-launcher-'));
let first: Terminal;
afterAll(async () => {
  first.child.kill('SIGKILL');
  await first.exited;
  rmSync(state, { recursive: true, force: true });
});

test('npm start: one at a time, and kill -9 of it leaves no process', async () => {
  const base = await freePortBase();
  first = npmStart(state, base);
  const started = await until(
    () => first.printed(),
    (text) => text.includes(`http://127.0.0.1:${base}`) || first.child.exitCode !== null,
    START_MS,
  );
  expect(started).toContain(`http://127.0.0.1:${base}`);
  expect(readRunFile(state)?.gatewayUrl).toBe(`http://127.0.0.1:${base}`);
  expect((await fetch(`http://127.0.0.1:${base}/ready`)).status).toBe(200);

  const second = npmStart(state, await freePortBase());
  expect(await second.exited).toBe(3);
  const [line] = second.printed().trim().split('\n');
  expect(line).toMatch(
    new RegExp(`^The system of ${state} runs? already: pid ${first.child.pid}, since \\S+ \\(.*start.*\\)$`),
  );
  expect((await fetch(`http://127.0.0.1:${base}/ready`)).status).toBe(200);

  const tree = [...ledgerOf(state, 'servers'), ...ledgerOf(state, 'system')];
  expect(tree.map(({ name }) => name).sort()).toEqual(
    [...SERVICE_NAMES, 'kafka', 'postgres', 'redis'].sort(),
  );
  expect(tree.filter((one) => !isAlive(one))).toEqual([]);
  first.child.kill('SIGKILL');
  expect(await first.exited).toBeNull();
  const left = () => tree.filter(isAlive).map(({ name }) => name);
  expect(await until(left, (names) => names.length === 0)).toEqual([]);
}, 360_000);
