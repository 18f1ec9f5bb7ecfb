import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type {
  GraphQLArgument,
  GraphQLEnumValue,
  GraphQLField,
  GraphQLInputField,
  GraphQLSchema,
} from 'graphql';

/** A schema coordinate taken apart: `Type`, `Type.member` or `Type.field(argument:)`. */
export interface Coordinate {
  readonly type: string;
  readonly member: string | undefined;
  readonly argument: string | undefined;
}

/** Throws on what is no coordinate. */
export function parseCoordinate(text: string): Coordinate {
  const match = /^(\w+)(?:\.(\w+)(?:\((\w+):\))?)?$/.exec(text);
  if (match?.[1] === undefined) throw new Error(`${text} is no schema coordinate`);
  return { type: match[1], member: match[2], argument: match[3] };
}

type Subscriber = GraphQLField<unknown, unknown> | GraphQLInputField | GraphQLEnumValue | GraphQLArgument;

/** The field, input field, enum value or argument at a coordinate; undefined if there is none. */
export function memberAt(schema: GraphQLSchema, coordinate: string): Subscriber | undefined {
  const { type: typeName, member, argument } = parseCoordinate(coordinate);
  const type = schema.getType(typeName);
  if (member === undefined) return undefined;
  if (isEnumType(type)) return type.getValue(member) ?? undefined;
  if (isInputObjectType(type)) return type.getFields()[member];
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const field = type.getFields()[member];
  return argument === undefined ? field : field?.args.find((a) => a.name === argument);
}

/** Whether the schema has it. */
export function exists(schema: GraphQLSchema, coordinate: string): boolean {
  if (parseCoordinate(coordinate).member === undefined) return schema.getType(coordinate) !== undefined;
  return memberAt(schema, coordinate) !== undefined;
}
