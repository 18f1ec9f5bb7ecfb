import type { FetchDataRewrite } from '@apollo/query-planner';
import { isAbstractType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { isJsonObject, setOwn } from '../../subgraphs/json.ts';
import type { JsonObject } from '../../subgraphs/json.ts';

/** Changes the data of a fetch in place. */
export type Rewrite = (value: unknown) => void;

const typePrefix = '... on ';

/**
 * Compiles what the planner has to change in a representation before it is sent, or in a response after it came:
 * type names of interface objects, and names that were given to fields because two types have them differently.
 */
export function compileRewrites(
  schema: GraphQLSchema,
  rewrites: readonly FetchDataRewrite[] | undefined,
): Rewrite | undefined {
  if (!rewrites || rewrites.length === 0) return undefined;
  const all = rewrites.map((one) => compileRewrite(schema, one));
  return (value) => {
    for (const rewrite of all) rewrite(value);
  };
}

function compileRewrite(schema: GraphQLSchema, rewrite: FetchDataRewrite): Rewrite {
  const last = rewrite.path.at(-1);
  if (last === undefined || last.startsWith(typePrefix))
    throw new Error(`a rewrite of no field: ${rewrite.path.join('.')}`);
  const change = (object: JsonObject): void => {
    if (rewrite.kind === 'ValueSetter') {
      setOwn(object, last, rewrite.setValueTo);
      return;
    }
    const value = Object.hasOwn(object, last) ? object[last] : undefined;
    if (value === undefined) return;
    setOwn(object, rewrite.renameKeyTo, value);
    Reflect.deleteProperty(object, last);
  };
  return compileAt(schema, rewrite.path.slice(0, -1), change);
}

/** Applies a change to the objects that a path leads to, through lists and conditions on types. */
function compileAt(
  schema: GraphQLSchema,
  [first, ...rest]: readonly string[],
  change: (object: JsonObject) => void,
): Rewrite {
  const onward = first === undefined ? undefined : compileAt(schema, rest, change);
  const condition = first?.startsWith(typePrefix) === true ? first.slice(typePrefix.length) : undefined;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (!isJsonObject(value)) return;
    else if (first === undefined || !onward) change(value);
    else if (condition === undefined) onward(Object.hasOwn(value, first) ? value[first] : undefined);
    else if (isOfType(schema, value, condition)) onward(value);
  };
  return visit;
}

/** Objects that do not tell their type are taken for what the planner expects. */
function isOfType(schema: GraphQLSchema, { __typename: typename }: JsonObject, condition: string): boolean {
  if (typeof typename !== 'string' || typename === '' || typename === condition) return true;
  const type = schema.getType(typename);
  const abstract = schema.getType(condition);
  return (
    isAbstractType(abstract) &&
    type !== undefined &&
    'getInterfaces' in type &&
    schema.isSubType(abstract, type)
  );
}
