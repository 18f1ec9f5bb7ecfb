import { isInterfaceType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Subtypes } from '../../subgraphs/json.ts';

const known = new WeakMap<GraphQLSchema, Subtypes>();

/** The objects of each interface of a schema, found once. */
export function subtypesOf(schema: GraphQLSchema): Subtypes {
  const found =
    known.get(schema) ??
    new Map(
      Object.values(schema.getTypeMap())
        .filter(isInterfaceType)
        .map((type) => [type.name, new Set(schema.getPossibleTypes(type).map(({ name }) => name))]),
    );
  known.set(schema, found);
  return found;
}
