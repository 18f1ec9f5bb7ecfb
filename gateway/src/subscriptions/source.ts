import { requestContext, runInContext } from '@nakku/telemetry';
import { finished } from '../execution/execute.ts';
import type { ExecuteOptions } from '../execution/execute.ts';
import { presentedErrors } from '../execution/presentedErrors.ts';
import type { Admitted } from '../request/admitted.ts';
import { deadlineIn } from '../request/deadline.ts';
import type { RequestContext } from '../request/requestContext.ts';
import { errorOf, resultText } from '../request/results.ts';
import type { SubgraphResponse } from '../subgraphs/subgraphRequest.ts';
import type { Source } from './group.ts';
import { RESUME_VARIABLE } from './resumingDocument.ts';
import type { Subscribed } from './resumption.ts';
import type { Upstreams } from './upstreams.ts';

export const internalError = [errorOf('INTERNAL_SERVER_ERROR', 'Internal server error')];

export interface SourceOptions extends ExecuteOptions {
  readonly upstreams: Upstreams;
}

/**
 * A subscription as its groups use it: a field that its owner sends again and again, and the rest, which is fetched for
 * each event as for a query. All happens in the name of the subscriber who came first; those who share have the same
 * rights, and signatures are made anew for each fetch. Throws if the operation cannot be planned so.
 */
export function createSource(
  admitted: Admitted,
  subscriber: RequestContext,
  operation: Subscribed,
  o: SourceOptions,
): Source {
  const plan = o.executor.planSubscription(admitted, operation.document);
  const { query, operationName, variableNames } = plan.upstream;
  const needed = new Set(variableNames);
  const fixed = Object.entries(operation.variables).filter(([name]) => needed.has(name));

  async function payloadOf(event: SubgraphResponse): Promise<string> {
    const { caller, correlationId } = subscriber;
    const ids = requestContext({ correlationId, userId: caller.kind === 'user' ? caller.userId : undefined });
    const deadline = deadlineIn(o.deadlineMs);
    try {
      return await runInContext(ids, async () => {
        const context = {
          admitted,
          requestContext: { ...subscriber, requestId: ids.requestId },
          deadlineAt: deadline.at,
          signal: deadline,
        };
        return resultText(finished(await plan.execute(event, context), admitted, o));
      });
    } catch (err) {
      o.log.error({ err }, 'an event of a subscription failed');
      return JSON.stringify({ errors: internalError, data: null });
    } finally {
      deadline.clear();
    }
  }

  return {
    resumable: operation.resumable,
    beginsWithSnapshot: operation.beginsWithSnapshot,
    cursorOf: operation.cursorOf,
    presented: (errors) => presentedErrors(errors, o),
    payloadOf,
    subscribe(after, sink) {
      const resume = operation.resumable && after !== undefined ? [[RESUME_VARIABLE, after]] : [];
      const variables = Object.fromEntries([...fixed, ...resume]);
      return o.upstreams.subscribe(plan.subgraph, { query, operationName, variables }, subscriber, sink);
    },
  };
}
