import type { Framing } from '../shared/streamFraming.ts';

/** graphql-sse, distinct connections mode: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md */
export const sseFraming: Framing = {
  contentType: 'text/event-stream; charset=utf-8',
  opening: ':\n\n',
  heartbeat: ':\n\n',
  next: (payload) => `event: next\ndata: ${payload}\n\n`,
  error: (errors) => `event: next\ndata: ${JSON.stringify({ errors })}\n\n`,
  closing: 'event: complete\ndata:\n\n',
};
