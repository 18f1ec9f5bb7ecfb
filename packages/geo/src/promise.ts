import type { Point } from './distance.ts';
import { type JourneyRule, journeyMs } from './journey.ts';

/** How a promise is made: the journey of every delivery's ETA, and the width of the window. Times in milliseconds. */
export interface PromiseRule extends JourneyRule {
  readonly windowMs: number;
}

/** Instants in ISO 8601, UTC. */
export interface PromiseWindow {
  readonly from: string;
  readonly to: string;
}

const MINUTE_MS = 60_000;

/** The window in which an order placed at `now` is promised, on whole minutes. */
export function promiseAt(now: Date, store: Point, door: Point, rule: PromiseRule): PromiseWindow {
  const journey = { stage: 'TO_STORE', isPacked: false, courier: null, store, door } as const;
  const arrival = now.getTime() + journeyMs(journey, rule);
  const begins = Math.ceil(arrival / MINUTE_MS) * MINUTE_MS;
  return { from: new Date(begins).toISOString(), to: new Date(begins + rule.windowMs).toISOString() };
}
