import { isFree } from '../../../tools/src/servers/ports.ts';
import { PORT_OFFSETS } from '../../../tools/src/system/ports.ts';

const OFFSETS = Object.values(PORT_OFFSETS);
const STEP = Math.max(...OFFSETS) + 1;

/**
 * Below the range from which `freePort` draws, and each jest worker looks at ports of its own: those that it finds free
 * are not taken at once.
 */
const FIRST_PORT = 10_000;
const WORKERS = 5;
const PORTS_PER_WORKER = 2_000;

/** A SUBGRAPH_PORT_BASE, also fit as GATEWAY_PORT, of which every port is free. */
export async function freePortBase(): Promise<number> {
  const first = FIRST_PORT + ((Number(process.env.JEST_WORKER_ID) - 1) % WORKERS) * PORTS_PER_WORKER;
  for (let base = first; base <= first + PORTS_PER_WORKER - STEP; base += STEP)
    if ((await Promise.all(OFFSETS.map((offset) => isFree(base + offset)))).every(Boolean)) return base;
  throw new Error(`no ${STEP} free ports from ${first} to ${first + PORTS_PER_WORKER}`);
}
