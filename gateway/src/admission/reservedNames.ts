import { GraphQLError, isAbstractType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, GraphQLNamedType, GraphQLSchema } from 'graphql';
import type { KeyFields } from '../federation/keyFields.ts';

/** Prefix of the names that the gateway adds to operations. */
const ownPrefix = 'nakku_';
/** How the planner renames a field that two types have with different results, and variables of contexts. */
const plannersNames = /__alias_\d+$|^contextualArgument_/;
/** The variable that fetches of entities have. */
const representations = 'representations';

/**
 * Names that a client may not choose, since they would collide with those that the gateway adds: an alias that is the
 * name of another field by which objects are found in other subgraphs (the planner would send the alias's value), of
 * introspection, or of the gateway's own.
 */
export function reservedNames(
  schema: GraphQLSchema,
  keys: KeyFields,
  document: DocumentNode,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  const info = new TypeInfo(schema);
  const isKey = (type: GraphQLNamedType, name: string): boolean =>
    keys.get(type.name)?.has(name) === true ||
    (isAbstractType(type) && schema.getPossibleTypes(type).some((one) => keys.get(one.name)?.has(name)));
  visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const alias = node.alias?.value;
        if (alias === undefined || alias === node.name.value) return;
        const parent = info.getParentType();
        if (alias.startsWith('__') || alias.startsWith(ownPrefix) || plannersNames.test(alias)) {
          errors.push(new GraphQLError(`The alias "${alias}" is reserved.`, { nodes: node }));
        } else if (parent && isKey(parent, alias)) {
          const message = `The alias "${alias}" is the name of another field of ${parent.name}, which the gateway needs: choose another alias.`;
          errors.push(new GraphQLError(message, { nodes: node }));
        }
      },
      VariableDefinition(node) {
        const name = node.variable.name.value;
        if (name === representations || name.startsWith(ownPrefix) || plannersNames.test(name))
          errors.push(new GraphQLError(`The variable "$${name}" is reserved.`, { nodes: node }));
      },
    }),
  );
  return errors;
}
