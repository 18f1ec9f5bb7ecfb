import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { CannotStart } from './cannotStart.ts';

/** A machine that has much more to do than it can is waited for, but not for ever. */
const MAX_FACTOR = 5;
/** How often a process is asked within the time that it may not respond. */
const LOOKS = 6;

/**
 * How long to wait for something that takes `ms` on an idle machine.
 * @param load work that waits for each core: 1 is a machine that is just busy
 */
export function maxSilenceMs(ms: number, load = (loadavg()[0] ?? 0) / availableParallelism()): number {
  return ms * Math.min(MAX_FACTOR, Math.max(1, load));
}

/**
 * Asks again and again whether a process responds.
 * @returns for how many milliseconds it has not, once that is more than `timeoutMs` (more on a busy machine); undefined
 *   when the signal came first
 */
export async function watchLiveness(o: {
  isResponsive: () => Promise<boolean>;
  timeoutMs: number;
  signal: AbortSignal;
}): Promise<number | undefined> {
  let respondedAt = Date.now();
  while (!o.signal.aborted) {
    await pause(o.timeoutMs / LOOKS, undefined, { signal: o.signal, ref: false }).catch(() => undefined);
    if (o.signal.aborted) return undefined;
    if (await o.isResponsive()) respondedAt = Date.now();
    const silentMs = Date.now() - respondedAt;
    if (silentMs > maxSilenceMs(o.timeoutMs)) return silentMs;
  }
  return undefined;
}

/** A number of seconds of the environment. @throws CannotStart when it is none */
export function secondsFrom(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const given = env[name];
  if (given === undefined || given === '') return otherwise;
  const seconds = Number(given);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds;
  throw new CannotStart(`${name} must be a number of seconds, it is: ${given}`);
}
