import type { Logger } from '@nakku/telemetry';
import type { GraphQLFormattedError } from 'graphql';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import { clientOf } from '../policy/cost/client.ts';
import { createConcurrency } from '../policy/cost/concurrency.ts';
import type { Admitted } from '../request/admitted.ts';
import { deadlineIn } from '../request/deadline.ts';
import type { Cancellable } from '../request/deadline.ts';
import type { RequestContext } from '../request/requestContext.ts';
import { WrittenData } from '../request/results.ts';
import type { OperationResult } from '../request/results.ts';
import { atPlaces } from './errorPlaces.ts';
import type { Executor } from './executor.ts';
import { presentedErrors } from './presentedErrors.ts';
import { withoutRefused } from './refusedMutations.ts';
import type { ErrorPresentation } from './presentedErrors.ts';

/** How long an operation waits for others of its client at most, ms. */
const MAX_WAIT_MS = 1_000;

/** Executes a query or mutation. `gone` is aborted when the client does not wait any more. */
export type Execute = (
  admitted: Admitted,
  requestContext: RequestContext,
  gone: Cancellable,
) => Promise<OperationResult>;

export interface ExecuteOptions extends ErrorPresentation {
  readonly executor: Executor;
  readonly deadlineMs: number;
  readonly log: Logger;
  /** Counts the errors of one response. */
  readonly countErrors: (admitted: Admitted, errors: readonly GraphQLFormattedError[]) => void;
}

/** Executes so many operations of one client at once; further ones wait for their turn. */
export function withConcurrency(
  execute: Execute,
  limits: Pick<GatewayConfig['demand'], 'userOperations' | 'addressOperations'>,
): Execute {
  const places = {
    user: createConcurrency({ perClient: limits.userOperations, maxWaitMs: MAX_WAIT_MS }),
    address: createConcurrency({ perClient: limits.addressOperations, maxWaitMs: MAX_WAIT_MS }),
  };
  return (admitted, requestContext, gone) => {
    const { kind, key } = clientOf(requestContext);
    return places[kind].run(key, () => execute(admitted, requestContext, gone));
  };
}

export function createExecute(o: ExecuteOptions): Execute {
  return async (admitted, requestContext, gone) => {
    // A mutation that has begun is finished: half of it would be worse than a response that nobody reads.
    const isMutation = admitted.operation.operation === 'mutation';
    const limit = deadlineIn(o.deadlineMs, isMutation ? undefined : gone);
    try {
      const context = { admitted, requestContext, deadlineAt: limit.at, signal: limit };
      const result = await o.executor.execute(context);
      return finished(result, admitted, o);
    } finally {
      limit.clear();
    }
  };
}

/** A result of execution as the client gets it, with what authorization denied. */
export function finished(
  result: OperationResult,
  admitted: Admitted,
  o: ErrorPresentation & Pick<ExecuteOptions, 'log' | 'countErrors'>,
): OperationResult {
  const { data, publicMs } = result;
  const plain = () => (data instanceof WrittenData ? data.toJSON() : data);
  const failed = atPlaces(result.errors ?? [], plain);
  if (failed.length > 0)
    o.log.warn({ operation: admitted.operation.name?.value, errors: failed }, 'partial result');
  const isMutation = admitted.operation.operation === 'mutation';
  const denied = isMutation ? withoutRefused(admitted.denied, plain) : admitted.denied;
  const errors = presentedErrors([...denied, ...failed], o);
  o.countErrors(admitted, errors);
  if (errors.length > 0) return { errors, data: data ?? null };
  return publicMs === undefined ? { data: data ?? null } : { data: data ?? null, publicMs };
}
