import { presentedErrors } from './presentedErrors.ts';

const of = (production: boolean, extensions: Record<string, unknown>, message = 'secret') =>
  presentedErrors([{ message, path: ['a'], extensions }], { production, maxErrors: 9 })[0];

test('a code that a subgraph chose keeps its message, without what tells of our inside', () => {
  const extensions = { code: 'NOT_FOUND', id: 7, serviceName: 'x', stacktrace: ['at'], exception: {} };
  expect(of(true, extensions, 'No such thing')).toEqual({
    message: 'No such thing',
    path: ['a'],
    extensions: { code: 'NOT_FOUND', id: 7 },
  });
  expect(of(false, extensions, 'No such thing')?.extensions).toEqual({
    code: 'NOT_FOUND',
    id: 7,
    serviceName: 'x',
  });
});

test.each([
  [{}],
  [{ code: 'INTERNAL_SERVER_ERROR' }],
  [{ code: 'DOWNSTREAM_SERVICE_ERROR' }],
  [{ code: 'GRAPHQL_VALIDATION_FAILED', sql: 'select' }],
])('%j is masked', (extensions) => {
  expect(of(true, { ...extensions, serviceName: 'x' })).toEqual({
    message: 'Internal server error',
    path: ['a'],
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
});

test('of many errors the last says how many are not shown', () => {
  const errors = Array.from({ length: 14 }, (_, i) => ({ message: `${i}`, extensions: { code: 'X' } }));
  const shown = presentedErrors(errors, { production: true, maxErrors: 9 });
  expect(shown).toHaveLength(9);
  expect(shown.at(-1)).toEqual({ message: 'And 6 more errors', extensions: { code: 'TOO_MANY_ERRORS' } });
});
