import { acceptedFormat } from './accept.ts';

const json = { kind: 'single', contentType: 'application/json' };
const graphql = { kind: 'single', contentType: 'application/graphql-response+json' };

test.each([
  [undefined, json],
  ['', json],
  ['*/*', json],
  ['application/*', json],
  ['application/json; charset=utf-8', json],
  ['application/json; charset=latin1', undefined],
  ['application/graphql-response+json, application/json;q=0.9', graphql],
  ['application/json;q=0.5, application/graphql-response+json', graphql],
  ['application/graphql-response+json;q=0, application/json', json],
  ['application/json;q=0, */*', graphql],
  ['application/json;q=0, application/*;q=0.5', graphql],
  ['application/graphql-response+json, application/graphql-response+json;q=0', undefined],
  ['application/*;q=0, */*', undefined],
  ['application/json;q=0', undefined],
  ['text/event-stream', { kind: 'sse' }],
  ['multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json', { kind: 'multipart' }],
  ['multipart/mixed;deferSpec=20220824, application/json', json],
  ['text/html', undefined],
])('%s', (accept, format) => {
  expect(acceptedFormat(accept)).toEqual(format);
});
