import { isStorable } from '@nakku/graphql-kit';
import {
  defaultFieldResolver,
  getNullableType,
  GraphQLError,
  GraphQLID,
  GraphQLString,
  isInputObjectType,
  isListType,
  isObjectType,
} from 'graphql';
import type { GraphQLArgument, GraphQLField, GraphQLInputType, GraphQLSchema } from 'graphql';

/** Reads a coerced value: returns it normalised; `path` names it in an error. */
type Read = (value: unknown, path: string) => unknown;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Arguments are made fit to work with where they enter, for every field of the schema at once:
 * - a UUID of type `ID` is in lower case: PostgreSQL takes it in any case, comparisons of text do not;
 * - text that cannot be stored or sent on (NUL, half of a surrogate pair) is BAD_USER_INPUT. Mutations are left to
 *   their own input schemas, which refuse it as a user error with a path.
 */
export function readArguments(schema: GraphQLSchema): void {
  const mutation = schema.getMutationType();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) wrap(field, type !== mutation);
  }
}

function wrap(field: GraphQLField<unknown, unknown>, checksText: boolean): void {
  const read = readerOf(field.args, checksText, new Map<string, Slot>());
  if (!read) return;
  const { resolve = defaultFieldResolver, subscribe } = field;
  const argumentsOf = (args: Record<string, unknown>) => read(args, '') as Record<string, unknown>;
  field.resolve = (source, args, context, info) => resolve(source, argumentsOf(args), context, info);
  if (subscribe) {
    field.subscribe = (source, args, context, info) => subscribe(source, argumentsOf(args), context, info);
  }
}

/** The reader of an input type, filled once its fields are known: input types may contain themselves. */
interface Slot {
  read: Read | null;
}

type InputFields = readonly Pick<GraphQLArgument, 'name' | 'type'>[];

/** Null where nothing below needs to be read. */
function readerOf(fields: InputFields, checksText: boolean, known: Map<string, Slot>): Read | null {
  const readers = fields.flatMap(({ name, type }) => {
    const read = readerOfType(type, checksText, known);
    return read ? [{ name, read }] : [];
  });
  if (readers.length === 0) return null;
  return (value, path) => {
    const values = Object(value) as Record<string, unknown>;
    const changed: Record<string, unknown> = { ...values };
    for (const { name, read } of readers) {
      if (values[name] != null) changed[name] = read(values[name], path === '' ? name : `${path}.${name}`);
    }
    return changed;
  };
}

function readerOfType(type: GraphQLInputType, checksText: boolean, known: Map<string, Slot>): Read | null {
  const inner = getNullableType(type);
  if (isListType(inner)) {
    const item = readerOfType(inner.ofType, checksText, known);
    if (!item) return null;
    return (value, path) =>
      Array.isArray(value)
        ? value.map((one: unknown, index) => (one == null ? one : item(one, `${path}.${index}`)))
        : value;
  }
  if (inner === GraphQLID) return readId(checksText);
  if (inner === GraphQLString) return checksText ? readText : null;
  if (!isInputObjectType(inner)) return null;
  const before = known.get(inner.name);
  if (before !== undefined) return (value, path) => before.read?.(value, path) ?? value;
  const slot: Slot = { read: null };
  known.set(inner.name, slot);
  slot.read = readerOf(Object.values(inner.getFields()), checksText, known);
  return slot.read;
}

function readId(checksText: boolean): Read {
  return (value, path) => {
    if (typeof value !== 'string') return value;
    if (UUID.test(value)) return value.toLowerCase();
    return checksText ? readText(value, path) : value;
  };
}

function readText(value: unknown, path: string): unknown {
  if (typeof value === 'string' && !isStorable(value)) {
    throw new GraphQLError(`\`${path}\` must be well-formed Unicode text.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return value;
}
