import { backoffMs } from '@nakku/platform';
export type CircuitState = 'closed' | 'open' | 'half-open';

/** When a circuit opens and how it closes again. Times in milliseconds. */
export interface CircuitRules {
  /** Calls are counted over the last half to whole window. */
  readonly windowMs: number;
  /** Fewer calls in the window say nothing. */
  readonly minimumCalls: number;
  /** From this share of failures on it opens, 0–1. */
  readonly failureRate: number;
  /** How long it stays open the first time; doubles with each trial that fails. */
  readonly openMs: number;
  readonly maxOpenMs: number;
  /** Calls that may try at the same time when it is half open. */
  readonly trials: number;
}

/** One call that was let through; exactly one of its methods is called when it is over. */
export interface Passage {
  succeeded(): void;
  failed(): void;
  /** It says nothing about the other side, such as a client that went away. */
  dropped(): void;
}

/**
 * Keeps callers from a side that fails: closed lets all through and counts, open lets none through, half open lets a
 * few try, of which a success closes and a failure opens it again (M. Nygard, "Release It!").
 */
export interface CircuitBreaker {
  readonly state: CircuitState;
  /** Undefined when no call may be made now. */
  enter(): Passage | undefined;
}

interface Counts {
  calls: number;
  failures: number;
}

/**
 * @param o.now milliseconds, monotonic
 * @param o.random 0–1: several gateways must not all try in the same moment
 */
export function createCircuitBreaker(o: {
  rules: CircuitRules;
  now: () => number;
  random: () => number;
  onChange?: (state: CircuitState) => void;
}): CircuitBreaker {
  const { rules, now, random } = o;
  let state: CircuitState = 'closed';
  let counts: Counts = { calls: 0, failures: 0 };
  let before: Counts = { calls: 0, failures: 0 };
  let halfEndsAt = now() + rules.windowMs / 2;
  let opened = 0;
  let triesAt = 0;
  let trying = 0;
  /** Calls from before a change of state say nothing about what is now. */
  let era = 0;

  const become = (next: CircuitState): void => {
    state = next;
    era += 1;
    trying = 0;
    counts = { calls: 0, failures: 0 };
    before = { calls: 0, failures: 0 };
    o.onChange?.(next);
  };

  const open = (): void => {
    const waitMs = backoffMs(opened, { firstMs: rules.openMs, maxMs: rules.maxOpenMs });
    triesAt = now() + waitMs * (0.5 + random() / 2);
    opened += 1;
    become('open');
  };

  const turn = (): void => {
    const at = now();
    if (at < halfEndsAt) return;
    before = at < halfEndsAt + rules.windowMs / 2 ? counts : { calls: 0, failures: 0 };
    counts = { calls: 0, failures: 0 };
    halfEndsAt = at + rules.windowMs / 2;
  };

  const count = (failures: 0 | 1): void => {
    turn();
    counts.calls += 1;
    counts.failures += failures;
    const calls = counts.calls + before.calls;
    const failed = counts.failures + before.failures;
    if (calls >= rules.minimumCalls && failed / calls >= rules.failureRate) open();
  };

  const closed = (from: number): Passage => ({
    succeeded: () => void (from === era && count(0)),
    failed: () => void (from === era && count(1)),
    dropped: () => undefined,
  });

  const trial = (from: number): Passage => ({
    succeeded() {
      if (from !== era) return;
      opened = 0;
      become('closed');
    },
    failed: () => void (from === era && open()),
    dropped: () => void (from === era && (trying -= 1)),
  });

  return {
    get state() {
      return state;
    },
    enter() {
      if (state === 'open' && now() >= triesAt) become('half-open');
      if (state === 'closed') return closed(era);
      if (state === 'open' || trying >= rules.trials) return undefined;
      trying += 1;
      return trial(era);
    },
  };
}
