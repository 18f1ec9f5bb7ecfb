import type { FaultKind } from './faults.ts';

/** What one run of chaos is asked to do. */
export interface ChaosOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly faults: readonly FaultKind[];
  readonly customers: number;
  /** Every order has to end, and every watcher to be told of it, within this time once nothing goes wrong any more. */
  readonly endTimeoutMs: number;
  /** For history, snapshot and logs; emptied first. */
  readonly folder: string;
  readonly log: (line: string) => void;
}
