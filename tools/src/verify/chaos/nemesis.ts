import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '@nakku/platform';
import { Redis } from 'ioredis';
import { rest } from '../../client/index.ts';
import type { System } from '../../system/system.ts';
import type { PlannedFault, ProcessName } from './faults.ts';
import { PROCESSES } from './faults.ts';
import type { History } from './history.ts';
import type { Links } from './links.ts';
import type { Log } from './log.ts';
import { POISON } from './poison.ts';

export interface Battlefield {
  readonly system: System;
  readonly links: Links;
  readonly log: Log;
  /** A file per service that says by how much its clock is wrong. */
  readonly clocks: string;
  readonly seed: number;
}

/** What was done, in the order in which it began. */
export interface Injected extends PlannedFault {
  /** Why it could not be done: what it needs was broken by another fault. */
  readonly skipped?: string;
}

export const clockFile = (clocks: string, service: string): string => path.join(clocks, service);

const processNamed = (target: string): ProcessName => {
  const found = PROCESSES.find((name) => name === target);
  if (!found) throw new Error(`there is no process ${target}`);
  return found;
};

/** Carries out a schedule; resolves when all of it is over. When aborted, what lasts is ended at once. */
export async function unleash(
  field: Battlefield,
  schedule: readonly PlannedFault[],
  o: { readonly history: History; readonly signal: AbortSignal },
): Promise<Injected[]> {
  const began = performance.now();
  const injected = await Promise.all(
    schedule.map(async (fault): Promise<Injected[]> => {
      await rest(Math.max(0, fault.atMs - (performance.now() - began)), o.signal).catch(() => undefined);
      if (o.signal.aborted) return [];
      const { kind, target, forMs } = fault;
      const action = { f: 'fault', kind, target, forMs } as const;
      const { index: of } = o.history.add('nemesis', 'invoke', action);
      try {
        await inflict(field, fault, o.signal);
        o.history.add('nemesis', 'info', action, { of });
        return [fault];
      } catch (error) {
        const skipped = error instanceof Error ? error.message : String(error);
        o.history.add('nemesis', 'fail', action, { of, error: skipped });
        return [{ ...fault, skipped }];
      }
    }),
  );
  return injected.flat();
}

/** Does it, waits, and undoes it. @throws Error when it cannot be done now */
async function inflict(field: Battlefield, fault: PlannedFault, signal: AbortSignal): Promise<void> {
  const { system, links } = field;
  const { target, amount } = fault;
  const lasts = (): Promise<void> => rest(fault.forMs, signal).catch(() => undefined);
  switch (fault.kind) {
    case 'kill':
      return system.kill(processNamed(target));
    case 'pause': {
      const name = processNamed(target);
      system.signal(name, 'SIGSTOP');
      await lasts();
      return system.signal(name, 'SIGCONT');
    }
    case 'restart': {
      const name = processNamed(target);
      await system.stopOne(name);
      await lasts();
      // Whether it gets ready is seen after healing: what it needs may be away for as long as the schedule wants.
      system.startAgain(name).catch(() => undefined);
      return;
    }
    case 'cut':
      links.proxy(target).cut();
      await lasts();
      return links.proxy(target).restore();
    case 'blackhole':
      links.proxy(target).blackhole();
      await lasts();
      return links.proxy(target).restore();
    case 'slow':
      links.proxy(target).latency(amount);
      await lasts();
      return links.proxy(target).restore();
    case 'flush':
      return flush(system.servers.redisUrl);
    case 'skew':
      writeFileSync(clockFile(field.clocks, target), String(amount));
      await lasts();
      return writeFileSync(clockFile(field.clocks, target), '0');
    case 'provider':
      await setProviderFaults(system, providerFaults(field.seed + fault.atMs, amount));
      await lasts();
      return setProviderFaults(system, {});
    case 'resend':
      return field.log.publishAgain(target, amount);
    case 'poison':
      return field.log.poison(target, `${POISON}${fault.atMs}`);
    case 'deliveries':
      throw new Error('faults of deliveries are in force from the start');
  }
}

async function flush(redisUrl: string): Promise<void> {
  const redis = new Redis(redisUrl, {
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    lazyConnect: true,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.flushall();
  } finally {
    redis.disconnect();
  }
}

function providerFaults(seed: number, lateMs: number): Record<string, unknown> {
  const random = seededRandom(seed);
  const upTo = (limit: number): number => Math.round(random() * limit * 100) / 100;
  return {
    seed,
    latencyMs: { min: 0, max: lateMs },
    unavailableRate: upTo(0.3),
    lostResponseRate: upTo(0.4),
    webhookDuplicateRate: upTo(0.5),
    webhookReorderRate: upTo(0.5),
    webhookDropRate: upTo(0.3),
    webhookDelayMs: { min: 0, max: lateMs },
  };
}

const PROVIDER_TIMEOUT_MS = 3_000;

export async function setProviderFaults(system: System, faults: Record<string, unknown>): Promise<void> {
  const response = await fetch(`${system.url('payment-provider')}/_sim/faults`, {
    method: 'POST',
    body: JSON.stringify(faults),
    signal: AbortSignal.timeout(PROVIDER_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`the provider refuses faults: ${await response.text()}`);
}
