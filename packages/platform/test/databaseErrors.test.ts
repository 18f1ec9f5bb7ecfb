import { failureKind, sqlStateOf } from '../src/databaseErrors.ts';

const coded = (code: string, more: object = {}): Error => Object.assign(new Error('x'), { code, ...more });

test.each([
  ['a deadlock of pg', 'contention', coded('40P01')],
  ['a serialisation failure', 'contention', coded('40001')],
  ['a lock time-out', 'contention', coded('55P03')],
  ['a server that shuts down', 'connection', coded('57P01')],
  ['too many connections', 'connection', coded('53300')],
  ['a refused socket', 'connection', coded('ECONNREFUSED')],
  ['several refused sockets', 'connection', Object.assign(new Error(), { errors: [coded('ECONNREFUSED')] })],
  ['a broken connection', 'connection', new Error('Connection terminated unexpectedly')],
  ["Prisma's write conflict", 'contention', coded('P2034')],
  ["Prisma's closed connection", 'connection', coded('P1017')],
  ["Prisma's expired transaction", 'contention', coded('P2028')],
  [
    "Prisma's pool that is empty",
    'connection',
    coded('P2028', { message: 'Unable to start a transaction in the given time.' }),
  ],
  [
    "a deadlock below Prisma's raw query",
    'contention',
    coded('P2010', { meta: { driverAdapterError: { cause: { originalCode: '40P01', kind: 'postgres' } } } }),
  ],
  ['a broken constraint', 'other', coded('23514')],
  ['a bug', 'other', new TypeError('x is undefined')],
  ['no error at all', 'other', 'text'],
])('%s is a matter of %s', (_name, kind, error) => {
  expect(failureKind(error)).toBe(kind);
});

test('the SQLSTATE is found below Prisma', () => {
  const error = coded('P2010', { meta: { driverAdapterError: { cause: { originalCode: '23505' } } } });
  expect(sqlStateOf(error)).toBe('23505');
  expect(sqlStateOf(coded('P2002'))).toBeUndefined();
  expect(sqlStateOf(coded('EPIPE'))).toBeUndefined();
});
