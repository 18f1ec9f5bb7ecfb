import { isEnumType } from 'graphql';
import type { GraphQLLeafType } from 'graphql';

/** A leaf as JSON; undefined if it is none of its type (result coercion, specification 3.5 and 3.9). */
export type WriteLeaf = (value: unknown) => string | undefined;

const maxInt = 2 ** 31 - 1;
const minInt = -(2 ** 31);
/** Text that JSON writes as it is. */
const plain = /^[ !#-[\]-\uD7FF]*$/;

/** Short texts are most of what responses have, and few of them need to be escaped. */
export function jsonText(value: string): string {
  return value.length < 64 && plain.test(value) ? `"${value}"` : JSON.stringify(value);
}

const writeText: WriteLeaf = (value) => (typeof value === 'string' ? jsonText(value) : undefined);

const scalars: Readonly<Record<string, WriteLeaf>> = {
  Int: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= minInt && value <= maxInt
      ? String(Object.is(value, -0) ? 0 : value)
      : undefined,
  Float: (value) => (typeof value === 'number' && Number.isFinite(value) ? JSON.stringify(value) : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? String(value) : undefined),
  String: writeText,
  // A whole number is an ID too, and is serialised as text.
  ID: (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) ? `"${String(value)}"` : writeText(value),
};

/** Scalars of the schema's own are their owner's: any JSON is one. */
export function leafWriter(type: GraphQLLeafType): WriteLeaf {
  if (!isEnumType(type))
    return (
      scalars[type.name] ?? ((value) => (typeof value === 'string' ? jsonText(value) : JSON.stringify(value)))
    );
  const texts = new Map(type.getValues().map(({ name }) => [name, `"${name}"`]));
  return (value) => (typeof value === 'string' ? texts.get(value) : undefined);
}
