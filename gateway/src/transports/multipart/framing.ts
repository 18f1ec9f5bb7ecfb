import type { Framing } from '../shared/streamFraming.ts';

const part = (json: string) =>
  `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${json}\r\n--graphql`;

/** https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol */
export const multipartFraming: Framing = {
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  opening: '\r\n--graphql',
  heartbeat: part('{}'),
  next: (payload) => part(`{"payload":${payload}}`),
  error: (errors) => part(JSON.stringify({ payload: null, errors })),
  closing: '--\r\n',
};
