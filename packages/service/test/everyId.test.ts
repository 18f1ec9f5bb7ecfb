import { schemaDirectory, typeDefsOf } from '@nakku/graphql-kit';
import { loggerTo } from '@nakku/telemetry';
import { readdirSync } from 'node:fs';
import { getNullableType, GraphQLID, isInputObjectType, isListType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLInputType } from 'graphql';
import { subgraphSchema } from '../src/graphql/schema.ts';

/** Swift and Windows write UUIDs in capitals. */
const CAPITALS = '019A1B2C-0000-7000-8000-00000000ABCD';

const subgraphs = readdirSync(schemaDirectory)
  .filter((file) => file.endsWith('.graphql') && file !== 'supergraph.graphql')
  .map((file) => file.replace('.graphql', ''));

/** A value of this type with a UUID in capitals in place of each ID; undefined if there is no ID in it. */
function withIds(type: GraphQLInputType, inside: readonly string[] = []): unknown {
  const inner = getNullableType(type);
  if (inner === GraphQLID) return CAPITALS;
  if (isListType(inner)) {
    const item = withIds(inner.ofType, inside);
    return item === undefined ? undefined : [item, item];
  }
  if (!isInputObjectType(inner) || inside.includes(inner.name)) return undefined;
  const fields = Object.values(inner.getFields()).flatMap((field) => {
    const value = withIds(field.type, [...inside, inner.name]);
    return value === undefined ? [] : [[field.name, value] as const];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

/** Each field of a subgraph's schema that takes an ID, as an argument or in an input, with arguments that have them all. */
function fieldsWithIds(name: string) {
  const typeDefs = typeDefsOf(name);
  const echo = (_: unknown, args: object) => args;
  // A resolver of each field, which returns the arguments that it gets; fields of types get graphql's own.
  const resolvers = Object.fromEntries(
    typeDefs.definitions.flatMap((type) => {
      if (type.kind !== 'ObjectTypeDefinition') return [];
      const withArguments = (type.fields ?? []).filter((field) => (field.arguments ?? []).length > 0);
      if (withArguments.length === 0) return [];
      const isSubscription = type.name.value === 'Subscription';
      const resolver = isSubscription ? { subscribe: echo, resolve: echo } : echo;
      return [
        [type.name.value, Object.fromEntries(withArguments.map((field) => [field.name.value, resolver]))],
      ];
    }),
  );
  const schema = subgraphSchema(typeDefs, resolvers, loggerTo({ write: () => true }));
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || type.name.startsWith('__')) return [];
    return Object.values(type.getFields()).flatMap((field: GraphQLField<unknown, unknown>) => {
      const args = Object.fromEntries(
        field.args.flatMap((argument) => {
          const value = withIds(argument.type);
          return value === undefined ? [] : [[argument.name, value] as const];
        }),
      );
      return Object.keys(args).length === 0 ? [] : [{ name: `${type.name}.${field.name}`, field, args }];
    });
  });
}

const table = subgraphs.flatMap((name) => fieldsWithIds(name).map((one) => ({ ...one, subgraph: name })));

test('the table holds every field of every schema that takes an ID', () => {
  expect(table.length).toBeGreaterThan(60);
  expect([...new Set(table.map(({ subgraph }) => subgraph))].sort()).toEqual([...subgraphs].sort());
  for (const kind of ['Query', 'Mutation', 'Subscription']) {
    expect(table.some(({ name }) => name.startsWith(`${kind}.`))).toBe(true);
  }
});

test.each(table.map((one) => [`${one.subgraph}: ${one.name}`, one] as const))(
  '%s reads IDs in capitals as the same IDs',
  (_, { field, args }) => {
    const info: Parameters<NonNullable<typeof field.resolve>>[3] = Object(null);
    const small = JSON.parse(JSON.stringify(args).replaceAll(CAPITALS, CAPITALS.toLowerCase())) as unknown;
    const seen = [field.resolve, field.subscribe].flatMap((read) =>
      read ? [read(null, args, null, info)] : [],
    );
    expect(seen.length).toBeGreaterThan(0);
    for (const one of seen) expect(one).toEqual(small);
  },
);
