import { buildSubgraphSchema } from '@apollo/subgraph';
import { sharedResolvers } from '@nakku/graphql-kit';
import type { Logger } from '@nakku/telemetry';
import { isEnumType, isObjectType } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { readArguments } from './arguments.ts';

/**
 * The executable schema of a subgraph. Resolvers for types or fields that the schema does not have are typing
 * errors and throw; fields of Query, Mutation and Subscription without one are logged.
 */
export function subgraphSchema(typeDefs: DocumentNode, resolvers: object, log: Logger): GraphQLSchema {
  const own = Object.fromEntries(Object.entries(resolvers));
  const schema = buildSubgraphSchema({ typeDefs, resolvers: { ...sharedResolvers, ...own } });
  const strangers = Object.entries(own).flatMap(([type, fields]) =>
    unknownNames(schema, type, Object(fields)),
  );
  if (strangers.length > 0)
    throw new Error(`resolvers for what the schema does not have: ${strangers.join(', ')}`);
  const missing = unresolvedRoots(schema);
  if (missing.length > 0) log.error({ missing }, 'fields without a resolver');
  readArguments(schema);
  return schema;
}

function unknownNames(schema: GraphQLSchema, typeName: string, fields: object): string[] {
  const type = schema.getType(typeName);
  if (!type) return [typeName];
  const known = isObjectType(type)
    ? new Set(Object.keys(type.getFields()))
    : isEnumType(type)
      ? new Set(type.getValues().map(({ name }) => name))
      : undefined;
  if (!known) return [];
  return Object.keys(fields)
    .filter((name) => !name.startsWith('__') && !known.has(name))
    .map((name) => `${typeName}.${name}`);
}

function unresolvedRoots(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return roots.flatMap((root) =>
    Object.values(root?.getFields() ?? {})
      .filter((field) => !field.resolve && !field.subscribe)
      .map((field) => `${root?.name}.${field.name}`),
  );
}
