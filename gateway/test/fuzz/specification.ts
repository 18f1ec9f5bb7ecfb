import { isDeepStrictEqual } from 'node:util';
import {
  buildSchema,
  execute,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  isUnionType,
  printSchema,
  printType,
} from 'graphql';
import type { DocumentNode, GraphQLNamedType, GraphQLOutputType, GraphQLSchema } from 'graphql';
import { isJsonObject } from '../../src/subgraphs/json.ts';

/** What graphql's own executor, which is the specification's reference, makes of the data of subgraphs. */
export interface Specified {
  readonly data: unknown;
  /** Places of field errors. */
  readonly errors: readonly (readonly (string | number)[])[];
}

export type Specify = (
  document: DocumentNode,
  operationName: string | undefined,
  variables: Readonly<Record<string, unknown>>,
  data: unknown,
  /** Its introspection is taken over: that of this schema differs. */
  response: unknown,
) => Specified;

/** @param apiSchema what clients see */
export function createSpecification(apiSchema: GraphQLSchema): Specify {
  const schema = withOpenTypes(apiSchema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    type.isTypeOf = (value: unknown) => {
      const typename = isJsonObject(value) ? value.__typename : undefined;
      if (typeof typename !== 'string' || typename === type.name) return true;
      const above = schema.getType(typename);
      return type.name.endsWith(openMark) || (isAbstractType(above) && schema.isSubType(above, type));
    };
    for (const field of Object.values(type.getFields())) {
      field.resolve = (source: unknown, _args, _context, { path }) => {
        const key = String(path.key);
        const value = isJsonObject(source) && Object.hasOwn(source, key) ? source[key] : undefined;
        return checked(value, field.type);
      };
    }
  }
  return (document, operationName, variables, data, response) => {
    const result = execute({
      schema,
      document,
      operationName,
      rootValue: data,
      variableValues: variables,
      typeResolver: (value, _context, _info, declared) => {
        const typename = typenameOf(schema, value);
        const type = typename === undefined ? declared : schema.getType(typename);
        return isAbstractType(type) ? openName(type) : typename;
      },
    });
    if ('then' in result) throw new Error('nothing is asynchronous here');
    const completed: unknown = JSON.parse(JSON.stringify(result.data ?? null));
    for (const key of ['__schema', 't'])
      if (isJsonObject(completed) && key in completed && isJsonObject(response))
        completed[key] = response[key];
    return {
      data: completed,
      errors: (result.errors ?? []).map(({ path = [] }) => path),
    };
  };
}

const openMark = '__open';
const openName = ({ name }: GraphQLNamedType): string => `${name}${openMark}`;

/** Whether the type of an object in it stayed open though it was selected: no response to that is specified. */
export const hasOpenType = (data: unknown): boolean => JSON.stringify(data).includes(openMark);

/**
 * Whether data is as specified. Where a type stayed open it is whatever the other executor has, or null, which travels up
 * from there as from any field.
 */
export function isAsSpecified(ours: unknown, specified: unknown, other: unknown): boolean {
  if (!hasOpenType(specified)) return JSON.stringify(ours) === JSON.stringify(specified);
  if (ours === null || JSON.stringify(ours) === JSON.stringify(other)) return true;
  if (Array.isArray(ours) && Array.isArray(specified))
    return (
      ours.length === specified.length &&
      ours.every((one: unknown, i) =>
        isAsSpecified(one, specified[i], Array.isArray(other) ? other[i] : null),
      )
    );
  if (!isJsonObject(ours) || !isJsonObject(specified)) return false;
  const isOpen = Object.values(specified).some((value) => typeof value === 'string' && hasOpenType(value));
  const keys = Object.keys(specified);
  return (
    !isOpen &&
    isDeepStrictEqual(Object.keys(ours), keys) &&
    keys.every((key) =>
      isAsSpecified(
        ours[key],
        specified[key],
        isJsonObject(other) && Object.hasOwn(other, key) ? other[key] : null,
      ),
    )
  );
}

/**
 * The schema with one more type for each abstract type: for objects of which no subgraph said more. They have the
 * fields of their interface and are of no other type.
 */
function withOpenTypes(apiSchema: GraphQLSchema): GraphQLSchema {
  const types = Object.values(apiSchema.getTypeMap()).filter(isAbstractType);
  const open = types.map((type) => {
    if (isUnionType(type))
      return `type ${openName(type)} { none: Int }\nextend union ${type.name} = ${openName(type)}`;
    const names = [type, ...type.getInterfaces()].map(({ name }) => name);
    const fields = printType(type).replace(/^[^{]*/, '');
    return `type ${openName(type)} implements ${names.join(' & ')} ${fields}`;
  });
  return buildSchema([printSchema(apiSchema), ...open].join('\n'));
}

/** What an object says of its type, by `__typename` or by the alias that generated operations have for it. */
function typenameOf(schema: GraphQLSchema, value: unknown): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const { __typename: own, typeIs } = value;
  const isOpen = typeof own !== 'string' || isAbstractType(schema.getType(own));
  if (isOpen && typeof typeIs === 'string' && isObjectType(schema.getType(typeIs))) return typeIs;
  return typeof own === 'string' ? own : undefined;
}

/** Values of subgraphs are JSON already: only those of the right kind are results, nothing is converted. */
function checked(value: unknown, type: GraphQLOutputType): unknown {
  const nullable = getNullableType(type);
  if (value === null || value === undefined) return value;
  if (isListType(nullable)) {
    const item = nullable.ofType;
    return Array.isArray(value) ? value.map((one: unknown) => checked(one, item)) : new Error('no list');
  }
  const named = getNamedType(nullable);
  if (isCompositeType(named)) return isJsonObject(value) ? value : new Error('no object');
  const kinds = kindsOf[named.name];
  if (!kinds || kinds.includes(typeof value)) return value;
  return new Error(`no ${named.name}`);
}

const kindsOf: Readonly<Record<string, readonly string[]>> = {
  Int: ['number'],
  Float: ['number'],
  String: ['string'],
  Boolean: ['boolean'],
  ID: ['string', 'number'],
};
