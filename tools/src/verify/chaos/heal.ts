import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rest } from '../../client/index.ts';
import { SERVERS, PROCESSES } from './faults.ts';
import type { ProcessName } from './faults.ts';
import type { Battlefield } from './nemesis.ts';
import { setProviderFaults } from './nemesis.ts';

const READY_TIMEOUT_MS = 90_000;
const LOOK_MS = 200;
const RESPONSE_TIMEOUT_MS = 2_000;

/**
 * Ends every fault: ways are whole, clocks right, processes run, the provider works as it should.
 * @throws Error naming what does not get ready
 */
export async function heal({ system, links, clocks }: Battlefield): Promise<void> {
  links.restoreAll();
  for (const name of readdirSync(clocks)) writeFileSync(path.join(clocks, name), '0');
  for (const name of PROCESSES) {
    quietly(() => system.signal(name, 'SIGCONT'));
    // Refused by whatever runs or is on its way.
    quietly(() => void system.startAgain(name).catch(() => undefined));
  }
  const deadline = Date.now() + READY_TIMEOUT_MS;
  const services = PROCESSES.filter((name) => !SERVERS.some((server) => server === name));
  let missing: readonly ProcessName[] = services;
  for (;;) {
    const ready = await Promise.all(missing.map((name) => isReady(`${system.url(asService(name))}/ready`)));
    missing = missing.filter((_, index) => !ready[index]);
    if (missing.length === 0) break;
    if (Date.now() > deadline) throw new Error(`not ready after healing: ${missing.join(', ')}`);
    await rest(LOOK_MS);
  }
  await setProviderFaults(system, {});
}

type ListeningService = Exclude<ProcessName, (typeof SERVERS)[number]>;

function asService(name: ProcessName): ListeningService {
  if (name === 'postgres' || name === 'kafka' || name === 'redis') throw new Error(`${name} is a server`);
  return name;
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // It runs, or does not: either is what the other call is for.
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
