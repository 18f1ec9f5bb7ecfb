import { isObjectType } from 'graphql';
import { buildApiSchema, entityTypes } from '../schema/supergraph.ts';
import { committedRows } from './table.ts';

test('every query, mutation, subscription and entity field has a row: npm run authorization:matrix', () => {
  const schema = buildApiSchema();
  const wanted = ['Query', 'Mutation', 'Subscription', ...entityTypes()].flatMap((name) => {
    const type = schema.getType(name);
    return isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${name}.${field}`) : [];
  });
  expect(committedRows().sort()).toEqual(wanted.sort());
});
