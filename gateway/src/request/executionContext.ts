import type { Admitted } from './admitted.ts';
import type { RequestContext } from './requestContext.ts';

/** What the parts of one execution share. */
export interface ExecutionContext {
  readonly admitted: Admitted;
  readonly requestContext: RequestContext;
  /** Epoch ms after which nobody waits any more. */
  readonly deadlineAt: number;
  /** Aborted at the deadline, and when the client of a query goes away. */
  readonly signal: AbortSignal;
}
