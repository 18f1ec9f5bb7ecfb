import { bodyOf, headOf } from './subgraphRequest.ts';

const query = 'query Q { a(b: "c") }';

test.each([
  ['variables alone', { query, operationName: undefined, variables: { a: 1, b: null } }],
  ['none', { query, operationName: 'Q', variables: {} }],
])('the body of a request with %s is its JSON', (_, request) => {
  expect(JSON.parse(bodyOf(request))).toEqual(JSON.parse(JSON.stringify(request)));
});

test.each([
  ['other variables', { first: 2 }],
  ['no other variables', {}],
])('representations are one more variable beside %s', (_, variables) => {
  const representations = ['{"__typename":"A","id":"1"}', '{"__typename":"A","id":"2"}'];
  const request = { query, operationName: 'Q', variables, representations };
  const body = bodyOf({ ...request, head: headOf(request) });
  expect(body).toBe(bodyOf(request));
  expect(JSON.parse(body)).toEqual({
    query,
    operationName: 'Q',
    variables: {
      ...variables,
      representations: [
        { __typename: 'A', id: '1' },
        { __typename: 'A', id: '2' },
      ],
    },
  });
});
