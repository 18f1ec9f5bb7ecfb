import type { QueryPlan } from '@apollo/query-planner';
import type { SubgraphResponse } from '../subgraphs/subgraphRequest.ts';
import type { ExecutionContext } from '../request/executionContext.ts';

/** What Apollo Server hands through to the plan and the subgraphs. */
export interface ApolloContext extends ExecutionContext {
  /** Only for an event of a subscription. */
  readonly event?: PlannedEvent;
}

/** An event stands for the response to the plan's first fetch, whose text is `operation`. */
export interface PlannedEvent {
  readonly plan: QueryPlan;
  readonly operation: string;
  readonly response: SubgraphResponse;
}

const contexts = new WeakMap<object, ApolloContext>();

/** The context as the opaque object that Apollo hands through. Apollo Server copies it, so it carries a handle. */
export function wrapContext(context: ApolloContext): { readonly execution: object } {
  const execution = {};
  contexts.set(execution, context);
  return { execution };
}

/** The context behind an object of {@link wrapContext}, undefined for any other, such as Apollo's health checks. */
export function unwrapContext(wrapped: Readonly<Record<string, unknown>>): ApolloContext | undefined {
  const { execution } = wrapped;
  return typeof execution === 'object' && execution !== null ? contexts.get(execution) : undefined;
}
