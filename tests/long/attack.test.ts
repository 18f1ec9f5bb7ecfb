import { auth } from '../attack/groups/auth.ts';
import { documents } from '../attack/groups/documents.ts';
import { input } from '../attack/groups/input.ts';
import { production as ofProduction } from '../attack/groups/production.ts';
import { subgraphs } from '../attack/groups/subgraphs.ts';
import { webhooks } from '../attack/groups/webhooks.ts';
import type { Production } from '../attack/harness/production.ts';
import { startProduction } from '../attack/harness/production.ts';
import { runGroups } from '../attack/harness/run.ts';
import type { World } from '../attack/harness/world.ts';
import { openWorld } from '../attack/harness/world.ts';

/** The groups of `npm run attack` that measure nothing: floods need a machine that has nothing else to do. */
const GROUPS = [documents, input, auth, webhooks, subgraphs, ofProduction];

let starting: Promise<Production>;
let started: Production;
let world: World;
beforeAll(async () => {
  starting = startProduction({ gateway: { TRUSTED_PROXIES: '1' } });
  started = await starting;
  world = await openWorld(started, 0);
}, 600_000);
afterAll(async () => {
  await world?.target.close();
  // Also one that was late: nothing may be left running.
  await (await starting).stop();
}, 240_000);

test.each(GROUPS.map((group) => [group.name, group] as const))(
  'attacks by %s are refused or held',
  async (_, group) => {
    const lines: string[] = [];
    const { held, failed } = await runGroups(world, [group], (line) => lines.push(line));
    expect(lines.filter((line) => line.includes('FAILED'))).toEqual([]);
    expect([held, failed]).toEqual([group.cases(world).length + 1, 0]);
  },
  240_000,
);
