import { buildSchema } from 'graphql';
import { clientIdentity, clientIn } from '../request/clientIdentity.ts';
import { deprecatedAmong, deprecationHeaders } from './deprecatedUse.ts';
import { removalOf } from './removal.ts';

test.each([
  ['Use Product.brandName. Removal 2027-01-31.', { date: '2027-01-31', replacement: 'Product.brandName' }],
  ['use `orders(first:)`; removal 2027-01-31', { date: '2027-01-31', replacement: 'orders(first:)' }],
  ['Nothing replaces it. Removal 2028-02-29.', { date: '2028-02-29', replacement: undefined }],
  ['Use X. Removal 2027-02-29.', undefined],
  ['Use X. Removed after 2027-01.', undefined],
  ['No longer supported', undefined],
])('%s', (reason, removal) => {
  expect(removalOf(reason)).toEqual(removal);
});

const schema = buildSchema(`
  type Query {
    old: Int @deprecated(reason: "Use Query.new. Removal 2027-01-31.")
    new(a: Int @deprecated(reason: "Nothing replaces it. Removal 2027-03-01."), k: Kind): Int
  }
  enum Kind { A B @deprecated(reason: "some day") }
`);

test('a client is told what goes, when, and what to use instead', () => {
  const uses = deprecatedAmong(schema, [
    'Query.old',
    'Query.new',
    'Query.new(a:)',
    'Kind',
    'Kind.A',
    'Kind.B',
  ]);
  expect(deprecationHeaders(uses)).toEqual({
    'x-deprecated-fields':
      'Query.old;removal="2027-01-31";use="Query.new", "Query.new(a:)";removal="2027-03-01", Kind.B',
  });
  expect(deprecationHeaders([])).toEqual({});
});

test('the header stays short', () => {
  const many = Array.from({ length: 23 }, (_, i) => ({ coordinate: `T.f${i}` }));
  expect(deprecationHeaders(many)['x-deprecated-fields']).toMatch(/, T\.f19, more;count=3$/);
});

test('a client is what it says, cut to a key; who says nothing is unnamed', () => {
  expect(clientIn({ 'apollographql-client-name': ' ios ', 'apollographql-client-version': '4.2.0' })).toEqual(
    {
      name: 'ios',
      version: '4.2.0',
    },
  );
  expect(clientIn(undefined)).toEqual({ name: 'unnamed', version: '-' });
  expect(clientIdentity('a\tb\n"c"', 7)).toEqual({ name: 'a_b__c_', version: '-' });
  expect(clientIdentity('x'.repeat(100), '').name).toHaveLength(64);
});
