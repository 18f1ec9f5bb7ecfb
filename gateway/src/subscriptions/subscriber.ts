import type { GraphQLFormattedError } from 'graphql';
import type { Admitted } from '../request/admitted.ts';
import type { RequestContext } from '../request/requestContext.ts';

/** Where a subscriber's messages go. After `error` or `complete` nothing follows. */
export interface Sink {
  /** A whole payload, serialised. The same string goes to all subscribers of a group. */
  next(payload: string): void;
  error(errors: readonly GraphQLFormattedError[]): void;
  complete(): void;
}

/** One client's subscription. */
export interface Subscriber {
  admitted: Admitted;
  context: RequestContext;
  readonly sink: Sink;
}
