import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { requestContext, runInContext } from '@nakku/telemetry';
import type { Admitted } from '../request/admitted.ts';
import { errorOf } from '../request/results.ts';
import type { SubgraphAnswer } from '../request/apolloTypes.ts';
import { compiledEventOf } from '../execution/compiled/compiledEvent.ts';
import { deadlineIn } from '../request/deadline.ts';
import { finished } from '../execution/execute.ts';
import type { ExecuteOptions } from '../execution/execute.ts';
import { presentedErrors } from '../execution/presentedErrors.ts';
import type { Visitor } from '../request/requestContext.ts';
import type { Source } from './group.ts';
import { RESUME_VARIABLE } from './resumingDocument.ts';
import type { Subscribed } from './resumption.ts';
import type { Upstreams } from './upstreams.ts';

export const internalError = [errorOf('INTERNAL_SERVER_ERROR', 'Internal server error')];

export interface SourceOptions extends ExecuteOptions {
  readonly upstreams: Upstreams;
}

/**
 * A subscription as its groups use it. The planner splits it into `primary`, which the owner of the field answers
 * again and again, and the rest, which is fetched for each event as for a query. All happens in the name of the
 * visitor who came first; those who share have the same rights, and signatures are made anew for each fetch.
 * Throws if the planner finds no such split.
 */
export function createSource(
  admitted: Admitted,
  visitor: Visitor,
  operation: Subscribed,
  o: SourceOptions,
): Source {
  const split = admitted.snapshot.planOf(
    `subscription ${admitted.allowedKey}`,
    operation.document,
    admitted.operation.name?.value,
  );
  if (split.node?.kind !== 'Subscription') throw new Error('the planner did not plan a subscription');
  const { primary, rest } = split.node;
  const nodes: PlanNode[] = rest ? [primary, rest] : [primary];
  const plan: QueryPlan = { kind: 'QueryPlan', node: { kind: 'Sequence', nodes } };
  const compiled = compiledEventOf(split.node, admitted);
  const needed = new Set(primary.variableUsages ?? []);
  const fixed = Object.entries(operation.variables).filter(([name]) => needed.has(name));

  async function answer(event: SubgraphAnswer): Promise<string> {
    const { caller, correlationId } = visitor;
    const ids = requestContext({ correlationId, userId: caller.kind === 'user' ? caller.userId : undefined });
    const deadline = deadlineIn(o.deadlineMs);
    try {
      return await runInContext(ids, async () => {
        const context = {
          admitted,
          visitor: { ...visitor, requestId: ids.requestId },
          event: { plan, compiled, operation: primary.operation, answer: event },
          deadlineAt: deadline.at,
          signal: deadline.signal,
        };
        return JSON.stringify(finished(await o.apollo.run(context), admitted, o));
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
    answer,
    subscribe(after, sink) {
      const resume = operation.resumable && after !== undefined ? [[RESUME_VARIABLE, after]] : [];
      return o.upstreams.subscribe(
        primary.serviceName,
        {
          query: primary.operation,
          operationName: primary.operationName,
          variables: Object.fromEntries([...fixed, ...resume]),
        },
        visitor,
        sink,
      );
    },
  };
}
