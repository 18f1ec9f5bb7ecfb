import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { FieldNode, GraphQLCompositeType, GraphQLOutputType, SelectionSetNode } from 'graphql';
import type { FieldCost, FieldCosts, Variables } from '../../request/operationCost.ts';
import { isJsonObject } from '../../subgraphs/json.ts';
import type { JsonObject } from '../../subgraphs/json.ts';
import { collectFields } from './collectFields.ts';
import type { DecidedOperation } from './collectFields.ts';
import type { Completion } from './completionErrors.ts';
import { jsonText, leafWriter } from './leaves.ts';

/** What one walk over the data of subgraphs gathers. */
export interface Writing {
  readonly variables: Variables;
  /** Of introspection at the root, by response key. */
  readonly introspected: Readonly<Record<string, unknown>>;
  /** Values that became null because they do not fit the schema. */
  readonly completions: Completion[];
  /** Where the walk is. */
  readonly path: (string | number)[];
  /** Of what is written so far. */
  cost: number;
}

/** The text of an object of the response; undefined if null takes its place, which `completions` says. */
export type WriteObject = (input: JsonObject, writing: Writing) => string | undefined;

/**
 * Text; null where the value is null; undefined where it became null, which `completions` says.
 * A nullable position never has the last two.
 */
type Write = (value: unknown, writing: Writing, key: string | number) => string | null | undefined;

interface FieldWriter {
  readonly key: string;
  /** The key as JSON, with the colon. */
  readonly prefix: string;
  /** Whether every object has a property of that name. */
  readonly isInherited: boolean;
  readonly write: Write;
  readonly fixedCost: FieldCost['fixed'];
}

/**
 * Compiles the response of an operation for one decision of its `@skip` and `@include` into functions that write JSON.
 * Fields are collected for each type of an object when the first one comes.
 */
export function compileWriter(
  operation: DecidedOperation,
  root: GraphQLCompositeType,
  selections: SelectionSetNode,
  costs: FieldCosts,
): WriteObject {
  return objectWriter(operation, root, [selections], costs, true);
}

function objectWriter(
  operation: DecidedOperation,
  declared: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  costs: FieldCosts,
  isRoot = false,
): WriteObject {
  const byTypename = new Map<string | undefined, readonly FieldWriter[] | undefined>();
  const typenameKeys = isRoot ? [] : aliasesOfTypename(operation, declared, sets);

  function fieldsOf(typename: string | undefined): readonly FieldWriter[] | undefined {
    if (byTypename.has(typename)) return byTypename.get(typename);
    const type = actualType(operation, declared, typename);
    const fields = type && compileFields(operation, type, collectFields(operation, type, sets), costs);
    // A subgraph may return any number of names that are none.
    if (type) byTypename.set(typename, fields);
    return fields;
  }

  return (input, writing) => {
    const typename = isRoot ? undefined : typenameOf(operation, input, typenameKeys);
    const fields = fieldsOf(typename);
    if (!fields) return fail(writing, `Invalid __typename found for object at "${writing.path.join('.')}".`);
    const before = writing.cost;
    let text = '{';
    for (const field of fields) {
      const { key } = field;
      const value = field.isInherited && !Object.hasOwn(input, key) ? undefined : input[key];
      const written = field.write(value, writing, key);
      if (written === undefined || written === null) {
        writing.cost = before;
        return undefined;
      }
      if (field.fixedCost) writing.cost += field.fixedCost(writing.variables);
      text += text === '{' ? field.prefix + written : `,${field.prefix}${written}`;
    }
    return `${text}}`;
  };
}

/** Keys under which a subgraph may tell the type, beside `__typename`. */
function aliasesOfTypename(
  { fragments }: DecidedOperation,
  declared: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
): readonly string[] {
  if (!isAbstractType(declared)) return [];
  const keys = new Set<string>();
  const visited = new Set<SelectionSetNode>();
  const pending = [...sets];
  for (let set = pending.pop(); set; set = pending.pop()) {
    if (visited.has(set)) continue;
    visited.add(set);
    for (const one of set.selections) {
      if (one.kind === 'Field') {
        if (one.name.value === '__typename' && one.alias) keys.add(one.alias.value);
        continue;
      }
      const fragment = one.kind === 'InlineFragment' ? one : fragments.get(one.name.value);
      if (fragment) pending.push(fragment.selectionSet);
    }
  }
  return [...keys];
}

/**
 * What an object says of its type. Where one subgraph says the interface, which it knows as an object, another may have
 * said the type under an alias: the planner asks it for one of them only.
 */
function typenameOf(
  { schema }: DecidedOperation,
  input: JsonObject,
  aliases: readonly string[],
): string | undefined {
  const { __typename: own } = input;
  const isOpen = own === undefined || own === null;
  if (aliases.length > 0 && (isOpen || isAbstractType(schema.getType(String(own))))) {
    for (const alias of aliases) {
      const other = Object.hasOwn(input, alias) ? input[alias] : undefined;
      if (typeof other === 'string' && isObjectType(schema.getType(other))) return other;
    }
  }
  if (own === undefined || own === null) return undefined;
  return typeof own === 'string' ? own : '';
}

/**
 * The type of an object: the one that a subgraph says, if the schema allows it here. Of an interface that a subgraph
 * knows as an object (`@interfaceObject`) the type may stay open as long as nobody selects it.
 */
function actualType(
  { schema }: DecidedOperation,
  declared: GraphQLCompositeType,
  typename: string | undefined,
): GraphQLCompositeType | undefined {
  if (typename === undefined || typename === declared.name) return declared;
  const type = schema.getType(typename);
  if (!isCompositeType(type)) return undefined;
  if (isAbstractType(declared) && 'getInterfaces' in type && schema.isSubType(declared, type)) return type;
  const isAbove = isAbstractType(type) && 'getInterfaces' in declared && schema.isSubType(type, declared);
  return isAbove ? declared : undefined;
}

function compileFields(
  operation: DecidedOperation,
  type: GraphQLCompositeType,
  fields: ReadonlyMap<string, readonly FieldNode[]>,
  costs: FieldCosts,
): FieldWriter[] {
  return [...fields].map(([key, nodes]) => {
    const cost = costs.get(key);
    return {
      key,
      prefix: `${jsonText(key)}:`,
      isInherited: key in Object.prototype,
      write: fieldWriter(operation, type, key, nodes, cost),
      fixedCost: cost?.fixed,
    };
  });
}

function fieldWriter(
  operation: DecidedOperation,
  type: GraphQLCompositeType,
  key: string,
  nodes: readonly FieldNode[],
  cost: FieldCost | undefined,
): Write {
  const [node] = nodes;
  const name = node?.name.value ?? '';
  if (name === '__typename') return typenameWriter(type);
  if (name === '__schema' || name === '__type')
    return (_, writing) => JSON.stringify(writing.introspected[key] ?? null);
  const field = 'getFields' in type ? type.getFields()[name] : undefined;
  if (!field) throw new Error(`${type.name} has no field ${name}`);
  const sets = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
  const place = `field ${type.name}.${name}`;
  return positionWriter(operation, field.type, sets, cost, place);
}

function typenameWriter(type: GraphQLCompositeType): Write {
  if (isObjectType(type)) return () => `"${type.name}"`;
  return (_, writing, key) => {
    report(writing, 'invalid', `The type of an object of ${type.name} is not known.`, key);
    return undefined;
  };
}

function positionWriter(
  operation: DecidedOperation,
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
  cost: FieldCost | undefined,
  place: string,
): Write {
  const write = nullableWriter(operation, getNullableType(type), sets, cost, place);
  if (!isNonNullType(type)) return (value, writing, key) => write(value, writing, key) ?? 'null';
  return (value, writing, key) => {
    const text = write(value, writing, key);
    if (text !== null) return text;
    report(writing, 'null', `Cannot return null for non-nullable ${place}.`, key);
    return undefined;
  };
}

function nullableWriter(
  operation: DecidedOperation,
  type: Exclude<GraphQLOutputType, { ofType: never }>,
  sets: readonly SelectionSetNode[],
  cost: FieldCost | undefined,
  place: string,
): Write {
  if (isListType(type))
    return listWriter(positionWriter(operation, type.ofType, sets, cost, `item of ${place}`), place);
  const weight = cost?.weight ?? 0;
  if (isLeafType(type)) {
    const write = leafWriter(type);
    return (value, writing, key) => {
      if (value === undefined || value === null) return null;
      const text = write(value);
      if (text === undefined) report(writing, 'invalid', `Invalid value found for ${place}.`, key);
      else writing.cost += weight;
      return text;
    };
  }
  const named = getNamedType(type);
  if (!isCompositeType(named)) throw new Error(`${named.name} is no output type`);
  const write = objectWriter(operation, named, sets, cost?.fields ?? noCosts);
  return (value, writing, key) => {
    if (value === undefined || value === null) return null;
    if (!isJsonObject(value)) {
      report(writing, 'invalid', `A subgraph returned no object for ${place}.`, key);
      return undefined;
    }
    writing.path.push(key);
    const text = write(value, writing);
    writing.path.pop();
    if (text !== undefined) writing.cost += weight;
    return text;
  };
}

const noCosts: FieldCosts = new Map();

function listWriter(writeItem: Write, place: string): Write {
  return (value, writing, key) => {
    if (value === undefined || value === null) return null;
    if (!Array.isArray(value)) {
      report(writing, 'invalid', `A subgraph returned no list for ${place}.`, key);
      return undefined;
    }
    const before = writing.cost;
    let isWhole = true;
    let text = '[';
    writing.path.push(key);
    for (let i = 0; i < value.length; i += 1) {
      const item = writeItem(value[i], writing, i);
      if (item === undefined) isWhole = false;
      else text += i === 0 ? item : `,${item}`;
    }
    writing.path.pop();
    if (isWhole) return `${text}]`;
    writing.cost = before;
    return undefined;
  };
}

function report(writing: Writing, kind: Completion['kind'], message: string, key: string | number): void {
  writing.completions.push({ kind, message, path: [...writing.path, key] });
}

function fail(writing: Writing, message: string): undefined {
  writing.completions.push({ kind: 'invalid', message, path: [...writing.path] });
  return undefined;
}
