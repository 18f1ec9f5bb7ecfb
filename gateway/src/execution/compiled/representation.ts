import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { isAbstractType, isInterfaceType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { isJsonObject, mergeInto } from '../../subgraphs/json.ts';
import type { JsonObject } from '../../subgraphs/json.ts';
import { jsonText } from './leaves.ts';

/** What a subgraph needs to find an entity; null if the data has not all of it. */
type Represent = (entity: unknown) => JsonObject | null;

/** The same as JSON; undefined for what is no entity. */
type WriteRepresentation = (entity: JsonObject) => string | undefined;

type Part = (source: JsonObject, result: JsonObject) => boolean;

/** Compiles the `requires` of a fetch. A part that lacks something is left out, or all of it on the same level. */
function compileRepresentation(
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

/** A fragment of a representation that has leaves only, by the types that it is of. */
interface FlatPart {
  readonly names: ReadonlySet<string>;
  readonly fields: readonly { readonly name: string; readonly prefix: string }[];
}

/**
 * Compiles the `requires` of a fetch to JSON. Most have the type and a key of leaves: they are written at once, without
 * the object between.
 * @param rewrite what the planner changes in each
 */
export function compileRepresentationWriter(
  schema: GraphQLSchema,
  selections: readonly QueryPlanSelectionNode[],
  rewrite: ((value: unknown) => void) | undefined,
): WriteRepresentation {
  const represent = compileRepresentation(schema, selections);
  const throughObject: WriteRepresentation = (entity) => {
    const representation = represent(entity);
    if (!representation?.__typename) return undefined;
    rewrite?.(representation);
    return JSON.stringify(representation);
  };
  const parts = rewrite ? undefined : flatParts(schema, selections);
  if (!parts) return throughObject;
  return (entity) => {
    const { __typename: typename } = entity;
    if (typeof typename !== 'string') return undefined;
    let own: FlatPart | undefined;
    for (const part of parts) {
      if (!part.names.has(typename)) continue;
      if (own) return throughObject(entity);
      own = part;
    }
    return own && writeFlat(own, entity);
  };
}

function writeFlat({ fields }: FlatPart, entity: JsonObject): string | undefined {
  let text = '';
  for (const { name, prefix } of fields) {
    const value = entity[name];
    if (value === undefined) return undefined;
    text += prefix + (typeof value === 'string' ? jsonText(value) : JSON.stringify(value));
  }
  return `{${text}}`;
}

function flatParts(
  schema: GraphQLSchema,
  selections: readonly QueryPlanSelectionNode[],
): FlatPart[] | undefined {
  const parts: FlatPart[] = [];
  for (const selection of selections) {
    if (selection.kind !== 'InlineFragment' || selection.typeCondition === undefined) return undefined;
    const names = selection.selections.map((one) =>
      one.kind === 'Field' && !one.selections ? (one.alias ?? one.name) : undefined,
    );
    const fields: FlatPart['fields'][number][] = [];
    for (const name of names) {
      if (name === undefined || name in Object.prototype) return undefined;
      fields.push({ name, prefix: `${fields.length === 0 ? '' : ','}${jsonText(name)}:` });
    }
    if (!names.includes('__typename') || new Set(names).size < names.length) return undefined;
    parts.push({ names: namesUnder(schema, selection.typeCondition), fields });
  }
  return parts;
}
