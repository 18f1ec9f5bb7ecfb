import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { isAbstractType, isInterfaceType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { isJsonObject, mergeInto } from '../../subgraphs/json.ts';
import type { JsonObject } from '../../subgraphs/json.ts';

/** What a subgraph needs to find an entity; null if the data has not all of it. */
export type Represent = (entity: unknown) => JsonObject | null;

type Part = (source: JsonObject, result: JsonObject) => boolean;

/** Compiles the `requires` of a fetch. A part that lacks something is left out, or all of it on the same level. */
export function compileRepresentation(
  schema: GraphQLSchema,
  selections: readonly QueryPlanSelectionNode[],
): Represent {
  const parts = selections.map((selection) => compilePart(schema, selection));
  return (entity) => {
    if (!isJsonObject(entity)) return null;
    const result: JsonObject = {};
    for (const part of parts) if (!part(entity, result)) return null;
    return result;
  };
}

function compilePart(schema: GraphQLSchema, selection: QueryPlanSelectionNode): Part {
  if (selection.kind === 'InlineFragment') {
    const { typeCondition } = selection;
    if (typeCondition === undefined) return () => true;
    const names = namesUnder(schema, typeCondition);
    const represent = compileRepresentation(schema, selection.selections);
    return (source, result) => {
      const { __typename: typename } = source;
      const part = typeof typename === 'string' && names.has(typename) ? represent(source) : null;
      if (part) mergeInto(result, part);
      return true;
    };
  }
  const name = selection.alias ?? selection.name;
  const represent = selection.selections && compileRepresentation(schema, selection.selections);
  return (source, result) => {
    const value = source[name];
    if (value === undefined) return false;
    if (!represent) result[name] = value;
    else result[name] = Array.isArray(value) ? value.map(represent) : represent(value);
    return true;
  };
}

/** The types whose objects meet a type condition. */
function namesUnder(schema: GraphQLSchema, condition: string): ReadonlySet<string> {
  const type = schema.getType(condition);
  if (!isAbstractType(type)) return new Set([condition]);
  const interfaces = isInterfaceType(type) ? schema.getImplementations(type).interfaces : [];
  const types = [...schema.getPossibleTypes(type), ...interfaces];
  return new Set([condition, ...types.map(({ name }) => name)]);
}
