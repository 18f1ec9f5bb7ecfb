import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { GraphQLNamedType, GraphQLSchema } from 'graphql';

/** The types that operations can reach from the roots without passing the coordinates that are `gone`. */
export function reachableTypes(schema: GraphQLSchema, gone: ReadonlySet<string>): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting: GraphQLNamedType[] = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ].flatMap((type) => type ?? []);
  for (let type = waiting.pop(); type; type = waiting.pop()) {
    if (reached.has(type.name)) continue;
    reached.add(type.name);
    waiting.push(...neighbours(schema, type, gone));
  }
  return reached;
}

function neighbours(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  gone: ReadonlySet<string>,
): readonly GraphQLNamedType[] {
  if (isUnionType(type)) return type.getTypes();
  if (isInputObjectType(type)) {
    return Object.values(type.getFields())
      .filter(({ name }) => !gone.has(`${type.name}.${name}`))
      .map((field) => getNamedType(field.type));
  }
  if (isEnumType(type) || !(isObjectType(type) || isInterfaceType(type))) return [];
  const fields = Object.values(type.getFields()).filter(({ name }) => !gone.has(`${type.name}.${name}`));
  return [
    ...(isInterfaceType(type) ? schema.getPossibleTypes(type) : []),
    ...type.getInterfaces(),
    ...fields.flatMap((field) => [
      getNamedType(field.type),
      ...field.args
        .filter((a) => !gone.has(`${type.name}.${field.name}(${a.name}:)`))
        .map((a) => getNamedType(a.type)),
    ]),
  ];
}
