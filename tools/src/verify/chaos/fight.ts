import { setMaxListeners } from 'node:events';
import path from 'node:path';
import { openApi, rest } from '../../client/index.ts';
import { openDatabases } from '../invariants/databases.ts';
import type { Databases, InvariantTargets } from '../invariants/databases.ts';
import { ordersEnd } from '../invariants/orders.ts';
import type { System } from '../../system/system.ts';
import { heal } from './heal.ts';
import { openHistory } from './history.ts';
import { prepareLoad } from './load.ts';
import type { Battlefield } from './nemesis.ts';
import { unleash } from './nemesis.ts';
import type { ChaosReport } from './report.ts';
import type { ChaosOptions } from './options.ts';
import { scheduleOf } from './schedule.ts';
import type { Shopped } from './shopper.ts';
import { verdict } from './verdict.ts';

const LOOK_MS = 200;

/** Customers against the nemesis on a running system; then healing, rest and the verdict. */
export async function fight(field: Battlefield, o: ChaosOptions): Promise<ChaosReport> {
  const { system, links, log } = field;
  const history = openHistory(path.join(o.folder, 'history.jsonl'));
  const api = openApi(links.gatewayUrl);
  const targets = targetsOf(system);
  const databases = openDatabases(targets);
  const [closing, stopped] = [new AbortController(), new AbortController()];
  for (const { signal } of [closing, stopped]) setMaxListeners(0, signal);
  try {
    const load = await prepareLoad(api, { ...o, history });
    const durationMs = o.minutes * 60_000;
    const schedule = scheduleOf({ seed: o.seed, durationMs, kinds: o.faults, links: links.names });
    o.log(`seed ${o.seed}: ${o.customers} customers, ${schedule.length} faults, ${o.minutes} minutes`);
    const shopping = load.shop({ closing: closing.signal, stopped: stopped.signal });
    const fighting = unleash(field, schedule, { history, signal: closing.signal });
    await rest(durationMs);
    closing.abort(new Error('closing time'));
    const injected = await fighting;
    o.log(`seed ${o.seed}: healing`);
    await heal(field);
    const healedAt = performance.now();
    const shopped = await untilWatched(shopping, stopped, o.endTimeoutMs);
    await untilOrdersEnd(databases, healedAt + o.endTimeoutMs);
    const terminalAfterMs = performance.now() - healedAt;
    await load.close();
    o.log(`seed ${o.seed}: judging`);
    const judged = await verdict({
      log,
      databases,
      targets,
      shopped,
      history: history.entries,
      folder: o.folder,
      endTimeoutMs: o.endTimeoutMs,
    });
    return { ...o, injected, shopped, terminalAfterMs, ...judged };
  } finally {
    stopped.abort(new Error('the run is over'));
    await Promise.all([databases.close(), api.close(), history.close()]);
  }
}

function targetsOf(system: System): InvariantTargets {
  return {
    databaseUrl: (name) => system.databaseUrl(name),
    kafkaBrokers: system.servers.kafkaBrokers,
    topicPrefix: '',
    providerUrl: system.url('payment-provider'),
  };
}

/** Customers who are not told the end of their orders in time go home without it. */
async function untilWatched(
  shopping: Promise<Shopped[]>,
  stopped: AbortController,
  endTimeoutMs: number,
): Promise<Shopped[]> {
  const late = setTimeout(() => stopped.abort(new Error('too late')), endTimeoutMs);
  try {
    return await shopping;
  } finally {
    clearTimeout(late);
  }
}

async function untilOrdersEnd(databases: Databases, deadline: number): Promise<void> {
  while ((await ordersEnd.find(databases)).length > 0 && performance.now() < deadline) await rest(LOOK_MS);
}
