import type { GraphQLFormattedError } from 'graphql';

export type StreamKind = 'sse' | 'multipart';

/** How messages look in a streamed response. */
export interface Framing {
  readonly contentType: string;
  /** Sent at once, so that the client sees the stream open. */
  readonly opening: string;
  readonly heartbeat: string;
  next(payload: string): string;
  /** Errors that end the subscription. */
  error(errors: readonly GraphQLFormattedError[]): string;
  readonly closing: string;
}
