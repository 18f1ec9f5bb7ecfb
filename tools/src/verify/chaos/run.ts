import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { removeServerData } from '../../servers/startServers.ts';
import { SUBGRAPHS } from '../../system/services.ts';
import { repositoryRoot } from '../../checkout/state.ts';
import { startSystem, untilSeedsHaveArrived } from '../../system/system.ts';
import type { ServiceEnvironments, ServiceName } from '../../system/system.ts';
import { fight } from './fight.ts';
import { openLinks } from './links.ts';
import { openLog } from './log.ts';
import { clockFile } from './nemesis.ts';
import type { ChaosOptions } from './options.ts';
import type { ChaosReport } from './report.ts';

/** The nemesis kills a service more often than a sick one may die. */
const RESTARTS = { firstDelayMs: 200, factor: 2, maxDelayMs: 2_000, deathsToGiveUp: 1_000, windowMs: 60_000 };
/** So much of what is ordered lacks something on the shelf that substitutions are under way all the time. */
const SHORT_PERCENT = '15';
const DELIVERIES = 'duplicate=0.1,reorder=0.1,delay=0.1,fail=0.05';

/** One run of chaos on a system of its own: load and faults, healing, rest, and a judgement. */
export async function runChaos(o: ChaosOptions): Promise<ChaosReport> {
  rmSync(o.folder, { recursive: true, force: true });
  const clocks = path.join(o.folder, 'clocks');
  mkdirSync(clocks, { recursive: true });
  const state = path.join(o.folder, 'system');
  const links = await openLinks();
  try {
    o.log(`seed ${o.seed}: starting a system with a proxy on each of ${links.names.length} ways`);
    const system = await startSystem({
      state,
      ports: 'free',
      durationsProfile: 'test',
      servers: 'own',
      throwAwayServers: true,
      brokerAdvertises: links.brokerPort,
      environment: (i) => environments(links.environment(i), clocks, o),
      restartPolicy: RESTARTS,
    });
    try {
      await untilSeedsHaveArrived(system);
      const log = openLog(system.servers.kafkaBrokers);
      return await fight({ system, links, log, clocks, seed: o.seed }, o);
    } finally {
      await system.stop();
    }
  } finally {
    await links.close();
    removeServerData(state);
  }
}

/** Adds wrong clocks, faults of deliveries, and room for many customers behind one address. */
function environments(through: ServiceEnvironments, clocks: string, o: ChaosOptions): ServiceEnvironments {
  const preload = pathToFileURL(path.join(repositoryRoot, 'tools/chaos/clock.mjs')).href;
  const clocked = (name: ServiceName): Record<string, string> => ({
    ...through[name],
    NODE_OPTIONS: `--import ${preload}`,
    CHAOS_CLOCK: clockFile(clocks, name),
  });
  const subgraphs = SUBGRAPHS.map((name, index) => [
    name,
    {
      ...clocked(name),
      ...(o.faults.includes('deliveries') ? { EVENT_FAULTS: `seed=${o.seed + index},${DELIVERIES}` } : {}),
      ...(name === 'users'
        ? {
            AUTH_LIMIT_PER_IP: '100000',
            AUTH_LIMIT_REGISTER_PER_IP: '100000',
            AUTH_LIMIT_PER_ACCOUNT: '1000',
            AUTH_LIMIT_PER_ACCOUNT_AND_IP: '1000',
          }
        : {}),
    },
  ]);
  return {
    ...through,
    ...Object.fromEntries(subgraphs),
    gateway: clocked('gateway'),
    'payment-provider': clocked('payment-provider'),
    simulator: {
      ...through.simulator,
      SIMULATION_SEED: String(o.seed),
      SIMULATION_SHORT_PERCENT: SHORT_PERCENT,
    },
  };
}
