import type { GraphQLFormattedError } from 'graphql';
import type { Admitted } from '../request/admitted.ts';
import type { Visitor } from '../request/requestContext.ts';

/** Where a subscriber's messages go. After `error` or `complete` nothing follows. */
export interface Sink {
  /** A whole answer, serialised. The same string goes to all subscribers of a group. */
  next(payload: string): void;
  error(errors: readonly GraphQLFormattedError[]): void;
  complete(): void;
}

/** One client's subscription. */
export interface Member {
  admitted: Admitted;
  visitor: Visitor;
  readonly sink: Sink;
}
