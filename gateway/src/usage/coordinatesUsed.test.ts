import { buildSchema, getOperationAST, parse } from 'graphql';
import { coordinatesInVariables, coordinatesUsed, relevantVariables } from './coordinatesUsed.ts';

const schema = buildSchema(`
  type Query { shop(by: By, sort: Sort): Node  other: Int }
  interface Node { id: ID }
  type Shop implements Node { id: ID name(upper: Boolean): String }
  input By { id: ID near: Near tags: [Tag!] }
  input Near { lat: Float lng: Float }
  input Tag { name: String sort: Sort }
  enum Sort { NAME NEAREST }
`);
const operationOf = (text: string, name?: string) => {
  const document = parse(text);
  const operation = getOperationAST(document, name);
  if (!operation) throw new Error('no operation');
  return { document, operation };
};

test('fields, arguments, type conditions, and what is written out in inputs', () => {
  const { document, operation } = operationOf(
    `query A { first: shop(by: { near: { lat: 1 } }, sort: NAME) { __typename id ...Named } }
     query B { other }
     fragment Named on Shop { name(upper: true) }`,
    'A',
  );
  expect(coordinatesUsed(schema, document, operation)).toEqual(
    [
      'By.near',
      'Near.lat',
      'Query.shop',
      'Query.shop(by:)',
      'Query.shop(sort:)',
      'Node.id',
      'Shop',
      'Shop.name',
      'Shop.name(upper:)',
      'Sort.NAME',
    ].sort(),
  );
});

test('what variables name, in lists and inside inputs; unknown and absent values name nothing', () => {
  const { operation } = operationOf('query A($by: By!, $sort: [Sort!], $id: ID) { shop(by: $by) { id } }');
  const relevant = relevantVariables(schema, operation);
  expect(relevant.map(({ name }) => name)).toEqual(['by', 'sort']);
  const values = { by: { tags: [{ sort: 'NAME' }], strange: 1 }, sort: 'NEAREST', id: 'x' };
  expect(coordinatesInVariables(relevant, values)).toEqual([
    'By.tags',
    'Tag.sort',
    'Sort.NAME',
    'Sort.NEAREST',
  ]);
  expect(coordinatesInVariables(relevant, { by: null })).toEqual([]);
});
