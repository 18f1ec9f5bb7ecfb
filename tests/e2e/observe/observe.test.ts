import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { runDemo } from '../../../tools/src/demo/demo.ts';
import { startObservers } from '../../../tools/src/observability/observers.ts';
import type { Observers } from '../../../tools/src/observability/observers.ts';
import { openLedger } from '../../../tools/src/processes/ledger.ts';
import { createSupervisor } from '../../../tools/src/processes/supervisor.ts';
import type { Supervisor } from '../../../tools/src/processes/supervisor.ts';
import { freePort } from '../../../tools/src/servers/ports.ts';
import { post } from '../harness/raw.ts';
import type { Simulator } from '../harness/simulator.ts';
import { simulatorAtWork } from '../harness/simulator.ts';
import { system } from '../harness/system.ts';
import { until } from '../harness/waiting.ts';

const dashboards = path.resolve(import.meta.dirname, '../../../deploy/grafana/dashboards');
const panels = z.object({
  panels: z.array(
    z.object({ title: z.string().optional(), targets: z.array(z.object({ expr: z.string() })).default([]) }),
  ),
});
/** The demo uses nothing deprecated, and one panel shows who does. */
const DEPRECATED = 'mutation UsesDeprecatedCode { cartCreate { userErrors { ... on UserError { code } } } }';

const state = mkdtempSync(path.join(tmpdir(), 'nakku-observe-'));
const ledger = openLedger(state, 'observers');
const supervisor: Supervisor = createSupervisor({ ledger, onEvent: () => undefined });
let observers: Observers;
let simulator: Simulator | undefined;
beforeAll(async () => {
  const ports = { prometheus: await freePort(), alertmanager: await freePort(), traces: await freePort() };
  observers = await startObservers({
    state,
    supervisor,
    ports,
    scrapeEvery: '1s',
    target: (service) => new URL(system.internalUrl(service)).host,
  });
  simulator = simulatorAtWork();
});
afterAll(async () => {
  await simulator?.stop();
  await supervisor.stopAll();
  ledger.close();
  rmSync(state, { recursive: true });
});

const response = z.object({
  status: z.literal('success'),
  data: z.object({ result: z.array(z.unknown()) }),
});

async function hasData(query: string): Promise<boolean> {
  const expression = query.replaceAll('$__rate_interval', '2m').replaceAll('$__range', '5m');
  const found = await fetch(
    `${observers.prometheusUrl}/api/v1/query?query=${encodeURIComponent(expression)}`,
  );
  return response.parse(await found.json()).data.result.length > 0;
}

async function panelsWithoutData(): Promise<string[]> {
  const empty: string[] = [];
  for (const file of readdirSync(dashboards).sort())
    for (const panel of panels.parse(JSON.parse(readFileSync(path.join(dashboards, file), 'utf8'))).panels)
      for (const { expr } of panel.targets)
        if (!(await hasData(expr))) empty.push(`${path.basename(file, '.json')}: ${panel.title}`);
  return empty;
}

test('after one order from the cart to the door every panel of every dashboard has data', async () => {
  expect(await runDemo({ gatewayUrl: system.gatewayUrl, print: () => undefined })).toBe('DELIVERED');
  expect(await post({ query: DEPRECATED })).toEqual({
    status: 200,
    data: { cartCreate: { userErrors: [] } },
  });
  expect(await until(panelsWithoutData, ({ length }) => length === 0, 60_000)).toEqual([]);
}, 180_000);

test('the alerts are loaded, and no service is down', async () => {
  const rules = await (await fetch(`${observers.prometheusUrl}/api/v1/rules?type=alert`)).text();
  expect(rules).toContain('"name":"ServiceDown"');
  const down = await fetch(`${observers.prometheusUrl}/api/v1/query?query=${encodeURIComponent('up == 0')}`);
  expect(response.parse(await down.json()).data.result).toEqual([]);
});
