import type { QueryPlan } from '@apollo/query-planner';
import type { Admitted } from './admitted.ts';
import type { SubgraphAnswer } from './apolloTypes.ts';
import type { CompiledEvent } from '../execution/compiled/compiledEvent.ts';
import type { Visitor } from './requestContext.ts';

/** What the parts of one execution share; the context of Apollo Server and of the subgraph connections. */
export interface ExecutionContext {
  readonly admitted: Admitted;
  readonly visitor: Visitor;
  /** Epoch ms after which nobody waits any more. */
  readonly deadlineAt: number;
  /** Aborted at the deadline, and when the client of a query goes away. */
  readonly signal: AbortSignal;
  /** Only for an event of a subscription. */
  readonly event?: SubscriptionEvent;
}

/** An event stands for the answer of the plan's first fetch, whose text is `operation`. */
export interface SubscriptionEvent {
  readonly plan: QueryPlan;
  /** The same, compiled; undefined if only Apollo's executor can run it. */
  readonly compiled: CompiledEvent | undefined;
  readonly operation: string;
  readonly answer: SubgraphAnswer;
}

const contexts = new WeakMap<object, ExecutionContext>();

/** The context as the opaque object that Apollo hands through. Apollo Server copies it, so it carries a handle. */
export function wrapContext(context: ExecutionContext): { readonly execution: object } {
  const execution = {};
  contexts.set(execution, context);
  return { execution };
}

/** The context behind an object of {@link wrapContext}, undefined for any other, such as Apollo's health checks. */
export function unwrapContext(wrapped: Readonly<Record<string, unknown>>): ExecutionContext | undefined {
  const { execution } = wrapped;
  return typeof execution === 'object' && execution !== null ? contexts.get(execution) : undefined;
}
