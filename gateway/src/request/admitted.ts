import type { DocumentNode, GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import type { SupergraphSnapshot } from '../supergraph/snapshot.ts';
import type { CostModel, Variables } from './operationCost.ts';
import type { OperationRequest } from './operationRequest.ts';

/** HTTP's GET has no effects: queries only, and subscriptions where the response is a stream. */
export type Transport = 'post' | 'get' | 'get-stream' | 'websocket' | 'sse' | 'multipart';

/** An operation that may be executed, with what authorization left of it. */
export interface Admitted {
  readonly kind: 'admitted';
  readonly request: OperationRequest;
  readonly transport: Transport;
  readonly snapshot: SupergraphSnapshot;
  /** `text` parsed: responses have its shape. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** The operation and its fragments, without what else the client's text has. */
  readonly text: string;
  /** sha256 of `text`, hex. */
  readonly textHash: string;
  /** Identifies text and operation within the supergraph. */
  readonly key: string;
  /** What is executed; undefined if authorization left nothing. */
  readonly allowed: DocumentNode | undefined;
  /** Identifies `allowed` in the plan cache. */
  readonly allowedKey: string;
  readonly denied: readonly GraphQLFormattedError[];
  readonly cost: CostModel;
  /** What it may cost at most; of a subscription, one event. */
  readonly estimatedCost: number;
  /** Coerced, with defaults. */
  readonly variables: Variables;
}
