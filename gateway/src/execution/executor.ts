import type { DocumentNode } from 'graphql';
import type { Admitted } from '../request/admitted.ts';
import type { ExecutionContext } from '../request/executionContext.ts';
import type { OperationResult } from '../request/results.ts';
import type { SubgraphResponse } from '../subgraphs/subgraphRequest.ts';

/** Plans and executes admitted operations. Transports and subscriptions know nothing else of execution. */
export interface Executor {
  /** Executes a query or mutation. */
  execute(context: ExecutionContext): Promise<OperationResult>;
  /**
   * Plans a subscription.
   * @param document of the operation as it goes upstream: what authorization left, and what resuming adds
   * @throws if it cannot be split into a field of one subgraph and the rest
   */
  planSubscription(admitted: Admitted, document: DocumentNode): SubscriptionPlan;
}

/** A subscription at the subgraph that owns its field, and what completes each event of it. */
export interface SubscriptionPlan {
  readonly subgraph: string;
  readonly upstream: {
    readonly query: string;
    readonly operationName: string | undefined;
    readonly variableNames: readonly string[];
  };
  /** Completes an event with the data of the other subgraphs, and shapes it. */
  execute(event: SubgraphResponse, context: ExecutionContext): Promise<OperationResult>;
}
