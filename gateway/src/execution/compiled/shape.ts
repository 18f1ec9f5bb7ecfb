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
export type Shape = (data: JsonObject, report: Report) => JsonObject | null;

/** Told of each value that becomes null because it does not fit the schema. */
export type Report = (message: string, path: readonly (string | number)[]) => void;

/** One run: where it is now, and whom to tell. */
interface Run {
  readonly path: (string | number)[];
  readonly report: Report;
}

/** Null where null is not allowed: it goes up. */
const invalid = Symbol('invalid');
/** Null of which `report` has heard. */
const failed = Symbol('failed');

/** Writes its part of an object; false if the object becomes null. */
type Write = (input: JsonObject, output: JsonObject, parent: CompositeType, run: Run) => boolean;

type Value = (input: unknown, parent: CompositeType, run: Run) => unknown;

/** Compiles the shape of an operation's response. Throws Unsupported. */
export function compileShape(operation: Operation): Shape {
  const root = operation.schema().schemaDefinition.rootType(operation.rootKind);
  if (!root) throw new Unsupported(`no ${operation.rootKind}`);
  const write = compileSelections(operation.schema(), operation.selectionSet, new Set());
  return (data, report) => {
    const output: JsonObject = {};
    return write(data, output, root, { path: [], report }) ? output : null;
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
    return (input, output, parent, run) => {
      run.path.push(name);
      const shaped = value(input[name] ?? null, parent, run);
      run.path.pop();
      output[name] = shaped === invalid || shaped === failed ? null : shaped;
      return shaped !== invalid;
    };
  });
  return (input, output, parent, run) => writes.every((write) => write(input, output, parent, run));
}

function compileFragment(schema: Schema, condition: CompositeType | undefined, write: Write): Write {
  if (!condition) return write;
  const known = new Map<string, boolean>();
  return (input, output, parent, run) => {
    const name = typenameOf(input) ?? parent.name;
    let applies = known.get(name);
    if (applies === undefined) {
      const type = schema.type(name);
      applies = type !== undefined && isSubtype(condition, type);
      known.set(name, applies);
    }
    return applies ? write(input, output, condition, run) : true;
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

function compileValue(schema: Schema, type: Type, selections: SelectionSet | undefined): Value {
  if (isNonNullType(type)) {
    const value = compileValue(schema, type.ofType, selections);
    return (input, parent, run) => {
      const shaped = value(input, parent, run);
      if (shaped !== null && shaped !== failed) return shaped;
      if (shaped === null)
        run.report(`Cannot return null for non-nullable ${placeOf(run, parent)}.`, run.path);
      return invalid;
    };
  }
  if (isListType(type)) return compileList(type, compileValue(schema, type.ofType, selections));
  if (isCompositeType(type)) {
    if (!selections) throw new Unsupported('an object without selection');
    return compileObject(schema, type, compileSelections(schema, selections, new Set()));
  }
  if (isInputObjectType(type)) throw new Unsupported('an input as output');
  return (input, parent, run) => {
    if (input === null) return null;
    if (isValidLeafValue(schema, input, type)) return input;
    run.report(`Invalid value found for ${placeOf(run, parent)}.`, run.path);
    return failed;
  };
}

function compileList(type: Type, value: Value): Value {
  return (input, parent, run) => {
    if (input === null) return null;
    if (!Array.isArray(input)) throw new Error(`a subgraph returned no list for ${type.toString()}`);
    let isInvalid = false;
    const values = input.map((item: unknown, i) => {
      run.path.push(i);
      const shaped = value(item, parent, run);
      run.path.pop();
      if (shaped === invalid) isInvalid = true;
      return shaped === failed ? null : shaped;
    });
    return isInvalid ? failed : values;
  };
}

function compileObject(schema: Schema, type: CompositeType, write: Write): Value {
  return (input, parent, run) => {
    if (input === null) return null;
    if (!isJsonObject(input)) throw new Error(`a subgraph returned no object for ${type.name}`);
    const typename = typenameOf(input);
    const actual = typename === undefined ? type : schema.type(typename);
    if (!actual || !isCompositeType(actual)) {
      run.report(`Invalid __typename found for object at ${placeOf(run, parent)}.`, run.path);
      return failed;
    }
    const output: JsonObject = {};
    return write(input, output, actual, run) ? output : failed;
  };
}

function placeOf({ path }: Run, parent: CompositeType): string {
  const last = path.at(-1);
  return typeof last === 'number' ? `array element at index ${last}` : `field ${parent.name}.${last}`;
}

function typenameOf({ __typename: typename }: JsonObject): string | undefined {
  if (typename === undefined || typename === '') return undefined;
  if (typeof typename !== 'string') throw new Error('a subgraph returned a __typename that is no text');
  return typename;
}
