import type { GraphQLFormattedError } from 'graphql';

export type StreamKind = 'sse' | 'multipart';

/** How messages look in a streamed answer. */
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

const part = (json: string) =>
  `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${json}\r\n--graphql`;

export const framings: Readonly<Record<StreamKind, Framing>> = {
  /** graphql-sse, distinct connections mode: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md */
  sse: {
    contentType: 'text/event-stream; charset=utf-8',
    opening: ':\n\n',
    heartbeat: ':\n\n',
    next: (payload) => `event: next\ndata: ${payload}\n\n`,
    error: (errors) => `event: next\ndata: ${JSON.stringify({ errors })}\n\n`,
    closing: 'event: complete\ndata:\n\n',
  },
  /** https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol */
  multipart: {
    contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
    opening: '\r\n--graphql',
    heartbeat: part('{}'),
    next: (payload) => part(`{"payload":${payload}}`),
    error: (errors) => part(JSON.stringify({ payload: null, errors })),
    closing: '--\r\n',
  },
};
