import { logger } from '@nakku/telemetry';
import type { Failpoint } from './catalogue.ts';

/** A step that the process has come to. */
export interface Reached {
  readonly name: Failpoint;
  /** What has to happen before the crash is worth seeing, such as half of a batch that is sent. */
  readonly begin?: () => Promise<unknown>;
}

/** What happens at a step instead of nothing; it may return, throw, or never come back. */
export type Strike = (reached: Reached) => Promise<void>;

/** What FAILPOINTS can ask for: the process dies by SIGKILL, the step fails, or it never ends. */
export const failpointActions = ['kill', 'throw', 'hang'] as const;
export type FailpointAction = (typeof failpointActions)[number];

/** Thrown by a step whose action is `throw`. */
export class FailpointReached extends Error {
  override readonly name = 'FailpointReached';
}

const armed = new Map<Failpoint, Strike>();

/**
 * Marks a step at which a crash matters. It does nothing unless a test has named the step.
 * @param begin see `Reached`
 */
export async function failpoint(name: Failpoint, begin?: () => Promise<unknown>): Promise<void> {
  const strike = armed.get(name);
  if (strike) await strike(begin ? { name, begin } : { name });
}

/** Has `strike` happen whenever this process comes to the step. Returns what takes it back. */
export function armFailpoint(name: Failpoint, strike: Strike): () => void {
  armed.set(name, strike);
  return () => {
    if (armed.get(name) === strike) armed.delete(name);
  };
}

const strikes: Readonly<Record<FailpointAction, Strike>> = {
  kill() {
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  },
  throw: ({ name }) => Promise.reject(new FailpointReached(`failpoint ${name}`)),
  hang: () => new Promise(() => undefined),
};

/**
 * The strike of an action that was asked for by name.
 * @param mayStrike asked first, each time: whether it happens now
 */
export function strikeOf(action: FailpointAction, mayStrike: () => boolean): Strike {
  return async (reached) => {
    if (!mayStrike()) return;
    await reached.begin?.();
    logger().warn({ failpoint: reached.name, action }, 'a failpoint strikes');
    await strikes[action](reached);
  };
}
