import type { Databases } from './databases.ts';

/** Something that is not as it must be. */
export interface Violation {
  /** Of what it is about: an order, a stock item, a key of a topic. */
  readonly id: string;
  readonly detail: string;
}

/** One named rule of the system. */
export interface Check {
  readonly name: string;
  /** The rule, for people. */
  readonly rule: string;
  find(databases: Databases): Promise<Violation[]>;
}

export interface CheckResult {
  readonly name: string;
  readonly rule: string;
  readonly violations: readonly Violation[];
}

export interface InvariantReport {
  readonly results: readonly CheckResult[];
  /** What was still under way when the wait was over. */
  readonly unsettled: readonly Violation[];
  readonly holds: boolean;
}

/** At most so many violations of one rule are read: the first ones tell enough. */
export const MAX_VIOLATIONS = 50;
