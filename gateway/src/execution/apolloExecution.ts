import type { QueryPlan } from '@apollo/query-planner';
import type { SubgraphResponse } from '../subgraphs/subgraphRequest.ts';
import type { ExecutionContext } from '../request/executionContext.ts';

/** One execution as Apollo Server hands it through to the plan and the subgraphs. */
export class ApolloExecution {
  readonly context: ExecutionContext;
  /** Only for an event of a subscription. */
  readonly event: PlannedEvent | undefined;

  constructor(context: ExecutionContext, event?: PlannedEvent) {
    this.context = context;
    this.event = event;
  }
}

/** An event stands for the response to the plan's first fetch, whose text is `operation`. */
export interface PlannedEvent {
  readonly plan: QueryPlan;
  readonly operation: string;
  readonly response: SubgraphResponse;
}

/** The execution in Apollo's context; undefined in any other context, such as that of Apollo's health checks. */
export function executionIn(
  context: Readonly<Record<string, unknown>> | undefined,
): ApolloExecution | undefined {
  const execution = context?.execution;
  return execution instanceof ApolloExecution ? execution : undefined;
}
