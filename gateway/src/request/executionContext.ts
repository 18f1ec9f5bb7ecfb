import type { Admitted } from './admitted.ts';
import type { Cancellable } from './deadline.ts';
import type { RequestContext } from './requestContext.ts';

/** What the parts of one execution share. */
export interface ExecutionContext {
  readonly admitted: Admitted;
  readonly requestContext: RequestContext;
  /** Epoch ms after which nobody waits any more. */
  readonly deadlineAt: number;
  /** Aborted at the deadline, and when the client of a query goes away. */
  readonly signal: Cancellable;
  /** Headers that all of its fetches have, names and values in turn: made with the first. */
  fetchHeaders?: readonly string[];
}
