import type { Logger } from '@nakku/telemetry';
import type { Admitted } from '../request/admitted.ts';
import type { Answer } from '../request/results.ts';
import type { ApolloExecution } from './apolloServer.ts';
import { deadlineIn } from '../request/deadline.ts';
import { presentedErrors } from './presentedErrors.ts';
import type { ErrorPresentation } from './presentedErrors.ts';
import type { Visitor } from '../request/requestContext.ts';

/** Executes a query or mutation. `gone` is aborted when the client does not wait any more. */
export type Execute = (admitted: Admitted, visitor: Visitor, gone: AbortSignal) => Promise<Answer>;

export interface ExecuteOptions extends ErrorPresentation {
  readonly apollo: ApolloExecution;
  readonly deadlineMs: number;
  readonly log: Logger;
}

export function createExecute(o: ExecuteOptions): Execute {
  return async (admitted, visitor, gone) => {
    // A mutation that has begun is finished: half of it would be worse than an answer nobody reads.
    const isMutation = admitted.operation.operation === 'mutation';
    const limit = deadlineIn(o.deadlineMs, isMutation ? undefined : gone);
    try {
      const { at: deadlineAt, signal } = limit;
      return finished(await o.apollo.run({ admitted, visitor, deadlineAt, signal }), admitted, o);
    } finally {
      limit.clear();
    }
  };
}

/** An answer of execution as the client gets it, with what authorization denied. */
export function finished(
  answer: Answer,
  admitted: Admitted,
  o: ErrorPresentation & { readonly log: Logger },
): Answer {
  const failed = answer.errors ?? [];
  if (failed.length > 0)
    o.log.warn({ operation: admitted.operation.name?.value, errors: failed }, 'partial answer');
  const errors = presentedErrors([...admitted.denied, ...failed], o);
  return { ...(errors.length > 0 ? { errors } : {}), data: answer.data ?? null };
}
