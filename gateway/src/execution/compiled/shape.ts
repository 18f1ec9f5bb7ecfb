import {
  isCompositeType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isSubtype,
  isValidLeafValue,
} from '@apollo/federation-internals';
import type { CompositeType, Operation, Schema, SelectionSet, Type } from '@apollo/federation-internals';
import { isJsonObject } from '../../subgraphs/json.ts';
import type { JsonObject } from '../../subgraphs/json.ts';
import { Unsupported } from './unsupported.ts';

/** Data of subgraphs in the shape of an operation. Throws if a subgraph responded against its own schema. */
export type Shape = (data: JsonObject) => JsonObject | null;

/** Null where null is not allowed: it goes up. */
const invalid = Symbol('invalid');

/** Writes its part of an object; false if the object becomes null. */
type Write = (input: JsonObject, output: JsonObject, parent: CompositeType) => boolean;

/** Compiles the shape of an operation's response. Throws Unsupported. */
export function compileShape(operation: Operation): Shape {
  const root = operation.schema().schemaDefinition.rootType(operation.rootKind);
  if (!root) throw new Unsupported(`no ${operation.rootKind}`);
  const write = compileSelections(operation.schema(), operation.selectionSet, new Set());
  return (data) => {
    const output: JsonObject = {};
    return write(data, output, root) ? output : null;
  };
}

/** @param names of the level so far: one that comes twice would have to be merged */
function compileSelections(schema: Schema, selections: SelectionSet, names: Set<string>): Write {
  const writes = selections.selections().map((selection): Write => {
    if (selection.element.appliedDirectives.length > 0) throw new Unsupported('directives');
    if (selection.kind === 'FragmentSelection') {
      const write = compileSelections(schema, selection.selectionSet, names);
      return compileFragment(schema, selection.element.typeCondition, write);
    }
    const { element: field } = selection;
    const name = field.responseName();
    if (names.has(name)) throw new Unsupported(`${name} is there twice`);
    if (name in Object.prototype) throw new Unsupported(`${name} is a property of every object`);
    if (field.definition.isSchemaIntrospectionField()) throw new Unsupported('introspection');
    names.add(name);
    if (field.name === '__typename') return compileTypename(schema, name);
    const { type } = field.definition;
    if (!type) throw new Unsupported(`${name} has no type`);
    const value = compileValue(schema, type, selection.selectionSet);
    return (input, output) => {
      const shaped = value(input[name] ?? null);
      output[name] = shaped === invalid ? null : shaped;
      return shaped !== invalid;
    };
  });
  return (input, output, parent) => writes.every((write) => write(input, output, parent));
}

function compileFragment(schema: Schema, condition: CompositeType | undefined, write: Write): Write {
  if (!condition) return write;
  const known = new Map<string, boolean>();
  return (input, output, parent) => {
    const name = typenameOf(input) ?? parent.name;
    let applies = known.get(name);
    if (applies === undefined) {
      const type = schema.type(name);
      applies = type !== undefined && isSubtype(condition, type);
      known.set(name, applies);
    }
    return applies ? write(input, output, condition) : true;
  };
}

function compileTypename(schema: Schema, name: string): Write {
  return (input, output, parent) => {
    const given = input[name] ?? input.__typename;
    const type = typeof given === 'string' ? (schema.type(given) ?? parent) : parent;
    if (!isObjectType(type)) return false;
    output[name] = type.name;
    return true;
  };
}

function compileValue(
  schema: Schema,
  type: Type,
  selections: SelectionSet | undefined,
): (input: unknown) => unknown {
  if (isNonNullType(type)) {
    const value = compileValue(schema, type.ofType, selections);
    return (input) => value(input) ?? invalid;
  }
  if (isListType(type)) {
    const value = compileValue(schema, type.ofType, selections);
    return (input) => {
      if (input === null) return null;
      if (!Array.isArray(input)) throw new Error(`a subgraph returned no list for ${type.toString()}`);
      const values = input.map(value);
      return values.includes(invalid) ? null : values;
    };
  }
  if (isCompositeType(type)) {
    if (!selections) throw new Unsupported('an object without selection');
    return compileObject(schema, type, compileSelections(schema, selections, new Set()));
  }
  if (isInputObjectType(type)) throw new Unsupported('an input as output');
  return (input) => (input !== null && isValidLeafValue(schema, input, type) ? input : null);
}

function compileObject(schema: Schema, type: CompositeType, write: Write): (input: unknown) => unknown {
  return (input) => {
    if (input === null) return null;
    if (!isJsonObject(input)) throw new Error(`a subgraph returned no object for ${type.name}`);
    const typename = typenameOf(input);
    const actual = typename === undefined ? type : schema.type(typename);
    if (!actual || !isCompositeType(actual)) return null;
    const output: JsonObject = {};
    return write(input, output, actual) ? output : null;
  };
}

function typenameOf({ __typename: typename }: JsonObject): string | undefined {
  if (typename === undefined || typename === '') return undefined;
  if (typeof typename !== 'string') throw new Error('a subgraph returned a __typename that is no text');
  return typename;
}
