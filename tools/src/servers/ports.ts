import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ephemeral range of Linux (32768), so that no outgoing connection takes a port before its server does. */
const FREE_RANGE = { from: 20_000, to: 32_000 };

/** Whether a server could listen on this port of 127.0.0.1 now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** @param preferred taken when it is free; otherwise, or without it, any free port of the range */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = randomInt(FREE_RANGE.from, FREE_RANGE.to);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port between ${FREE_RANGE.from} and ${FREE_RANGE.to} on 127.0.0.1`);
}
