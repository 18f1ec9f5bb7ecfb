import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spentFile } from '@nakku/platform';
import type { Failpoint } from '@nakku/platform';
import type { Subgraph } from '../harness/system.ts';
import { SUBGRAPHS, system } from '../harness/system.ts';

type Points = Readonly<Partial<Record<Subgraph, readonly Failpoint[]>>>;

export interface Strikes {
  hasStruck(service: Subgraph, at: Failpoint): boolean;
  /** Restarts the services as they were before. */
  disarm(): Promise<void>;
}

/** The partitions of a dead member are given to the next one after this long, instead of six seconds. */
const SESSION_TIMEOUT_MS = '2000';
/** Quotes, holds and deadlines outlast a service that dies nine times; what is leased is soon taken again. */
const slowProfile: readonly Subgraph[] = ['cart', 'inventory', 'orders'];
const AS_BEFORE = {
  FAILPOINTS: '',
  FAILPOINTS_SPENT: '',
  KAFKA_SESSION_TIMEOUT_MS: '',
  DURATIONS_PROFILE: 'test',
};

/** Restarts the services so that each dies once, by SIGKILL of its own, at each of its steps. */
export async function arm(points: Points): Promise<Strikes> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nakku-failpoints-'));
  const services = SUBGRAPHS.filter((service) => points[service] !== undefined);
  const restartAll = (environmentOf: (service: Subgraph) => Record<string, string>) =>
    Promise.all(services.map((service) => system.restart(service, environmentOf(service))));
  await restartAll((service) => ({
    FAILPOINTS: (points[service] ?? []).map((point) => `${point}=kill`).join(),
    FAILPOINTS_SPENT: folder,
    KAFKA_SESSION_TIMEOUT_MS: SESSION_TIMEOUT_MS,
    DURATIONS_PROFILE: slowProfile.includes(service) ? 'production' : 'test',
  }));
  return {
    hasStruck: (service, at) => existsSync(spentFile(folder, service, at)),
    async disarm() {
      await restartAll(() => AS_BEFORE);
      rmSync(folder, { recursive: true });
    },
  };
}
