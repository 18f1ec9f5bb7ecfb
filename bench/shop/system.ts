import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSystem, untilSeedsHaveArrived } from '../../tools/src/system/system.ts';
import type { System } from '../../tools/src/system/system.ts';
import { SUBGRAPHS } from '../../tools/src/system/services.ts';
import type { ServiceEnvironments } from '../../tools/src/system/systemTypes.ts';
import { usage } from './usage.ts';
import type { Usage } from './usage.ts';

export interface MeasuredSystem {
  readonly system: System;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

const counted = [...SUBGRAPHS, 'gateway', 'payment-provider'] as const;

/** Limits that one address and few customers would reach at once. */
const LIMITS: ServiceEnvironments = {
  orders: { ORDERS_MAX_OPEN_PER_CUSTOMER: '1000', ORDERS_MAX_UNPAID_PER_CUSTOMER: '1000' },
  cart: { CART_MAX_GUEST_CARTS_PER_ADDRESS: '10000000' },
};

/**
 * The whole system on servers of its own, without the simulated staff: orders stay confirmed.
 * @param profiles a folder for CPU profiles of the services, taken between two calls of `usage`
 */
export async function startMeasuredSystem(profiles: string | undefined): Promise<MeasuredSystem> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nakku-bench-shop-'));
  const hook = path.join(import.meta.dirname, 'hook.mjs');
  const measured = {
    NODE_OPTIONS: `--import ${hook}`,
    SHOP_BENCH_FOLDER: folder,
    ...(profiles === undefined ? {} : { SHOP_BENCH_PROFILES: path.resolve(profiles) }),
  };
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const system = await startSystem({
      state: path.join(folder, 'state'),
      ports: 'free',
      durationsProfile: 'demo',
      servers: 'own',
      throwAwayServers: true,
      without: ['simulator'],
      environment: Object.fromEntries(counted.map((name) => [name, { ...measured, ...LIMITS[name] }])),
    });
    await untilSeedsHaveArrived(system);
    const services = counted.flatMap((name) => system.pid(name) ?? []);
    return {
      system,
      usage: () => usage({ services, folder }),
      async stop() {
        await system.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
