import { executeSync, Kind } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Variables } from '../../request/operationCost.ts';

/** Runs what a query asks of the schema itself. */
export type Introspect = (variables: Variables) => Readonly<Record<string, unknown>>;

/**
 * Compiles the introspection at the root of a query: `graphql` executes these fields as an operation of their own.
 * @param fields of the root by response key
 * @param document for its fragments
 */
export function compileIntrospection(
  schema: GraphQLSchema,
  fields: ReadonlyMap<string, readonly FieldNode[]>,
  operation: OperationDefinitionNode,
  document: DocumentNode,
): Introspect | undefined {
  const selections = [...fields.values()]
    .flat()
    .filter(({ name: { value } }) => value === '__schema' || value === '__type');
  if (selections.length === 0) return undefined;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const introspection: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }, ...fragments],
  };
  return (variables) => {
    const { data, errors } = executeSync({
      schema,
      document: introspection,
      operationName: operation.name?.value,
      variableValues: variables,
    });
    if (errors) throw new Error('introspection failed', { cause: errors[0] });
    return data ?? {};
  };
}
