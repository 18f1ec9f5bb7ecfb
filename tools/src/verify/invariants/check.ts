import type { Books } from './databases.ts';

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
  find(books: Books): Promise<Violation[]>;
}

export interface CheckResult {
  readonly name: string;
  readonly rule: string;
  readonly violations: readonly Violation[];
}

/** At most so many violations of one rule are read: the first ones tell enough. */
export const MOST_VIOLATIONS = 50;
