/**
 * Exponential backoff: milliseconds until the next try after `failures` failed ones, from `firstMs` on and twice as long
 * each time, up to `maxMs`. Callers that many others resemble add jitter.
 */
export function backoffMs(failures: number, o: { readonly firstMs: number; readonly maxMs: number }): number {
  return Math.min(o.firstMs * 2 ** Math.min(failures, MAX_DOUBLINGS), o.maxMs);
}

/** Beyond it every sensible maximum is reached, and a number would lose its digits. */
const MAX_DOUBLINGS = 30;
