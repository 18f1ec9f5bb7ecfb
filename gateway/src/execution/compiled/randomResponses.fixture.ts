import { createHash } from 'node:crypto';
import {
  getNamedType,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import type { GraphQLObjectType, GraphQLOutputType, GraphQLSchema, SelectionSetNode } from 'graphql';
import type { SubgraphResponse } from '../../subgraphs/subgraphRequest.ts';
import { isJsonObject } from '../../subgraphs/json.ts';

type Random = () => number;

const nothing: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

/** Numbers from 0 to 1 that depend on a text alone. */
function randomOf(text: string): Random {
  let state = createHash('sha256').update(text).digest().readUInt32LE();
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const oneOf = <T>(values: readonly T[], random: Random): T | undefined =>
  values[Math.floor(random() * values.length)];

/**
 * Responses of subgraphs to whatever they are asked: of the schema for the most part, with nulls where none may be,
 * values that are none of their type, unknown types, errors, and entities that are missing. Equal requests have equal responses.
 */
export function responsesOf(schema: GraphQLSchema, seed: number) {
  // The first seeds get good responses.
  const trouble = seed < 20 ? 0 : 0.04;
  return (query: string, variables: Readonly<Record<string, unknown>>): SubgraphResponse => {
    const random = randomOf(`${seed} ${query} ${JSON.stringify(variables)}`);
    const operation = getOperationAST(parse(query));
    if (!operation) throw new Error('no operation');
    const { representations } = variables;
    const data = Array.isArray(representations)
      ? { _entities: entities(schema, representations, operation.selectionSet, random, trouble) }
      : object(schema, schema.getSubscriptionType(), operation.selectionSet, random, trouble);
    const roll = random();
    if (roll < trouble) return { data: null, errors: [{ message: 'gone', extensions: { code: 'GONE' } }] };
    if (roll > 4 * trouble) return { data };
    const path = Array.isArray(representations) ? ['_entities', 0, 'name'] : ['changed', 'at'];
    return {
      data,
      errors: [
        { message: 'broken', path },
        { message: 'worse', extensions: { code: 'WORSE' } },
      ],
    };
  };
}

function entities(
  schema: GraphQLSchema,
  representations: readonly unknown[],
  selection: SelectionSetNode,
  random: Random,
  trouble: number,
): unknown[] {
  const [field] = selection.selections;
  const wanted = field?.kind === 'Field' ? field.selectionSet : undefined;
  const found = representations.map((one) => {
    const type = isJsonObject(one) ? schema.getType(String(one.__typename)) : undefined;
    if (!isObjectType(type) || !wanted || random() < trouble) return null;
    return object(schema, type, wanted, random, trouble);
  });
  return random() < trouble / 4 ? found.slice(1) : found;
}

function object(
  schema: GraphQLSchema,
  type: GraphQLObjectType | null | undefined,
  selection: SelectionSetNode,
  random: Random,
  trouble: number,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  if (!type) return result;
  for (const one of selection.selections) {
    if (one.kind === 'Field') {
      const field = type.getFields()[one.name.value];
      const name = one.alias?.value ?? one.name.value;
      if (one.name.value === '__typename') result[name] = random() < trouble / 4 ? 'Nobody' : type.name;
      else if (field) result[name] = value(schema, field.type, one.selectionSet, random, trouble);
      continue;
    }
    if (one.kind !== 'InlineFragment') throw new Error('planners write no named fragments here');
    const condition = one.typeCondition && schema.getType(one.typeCondition.name.value);
    const applies =
      !condition || condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
    if (applies) Object.assign(result, object(schema, type, one.selectionSet, random, trouble));
  }
  return result;
}

function value(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  selection: SelectionSetNode | undefined,
  random: Random,
  trouble: number,
): unknown {
  if (random() < trouble) return null;
  if (isNonNullType(type)) return value(schema, type.ofType, selection, random, trouble);
  if (random() < 0.1) return null;
  if (isListType(type)) {
    const length = Math.floor(random() * 4);
    return Array.from({ length }, () => value(schema, type.ofType, selection, random, trouble));
  }
  if (isCompositeType(type)) {
    const actual = isAbstractType(type) ? oneOf(schema.getPossibleTypes(type), random) : type;
    return object(schema, actual, selection ?? nothing, random, trouble);
  }
  if (random() < trouble) return { no: 'leaf' };
  if (isEnumType(type)) return oneOf(type.getValues(), random)?.name;
  return getNamedType(type).name === 'Int'
    ? Math.floor(random() * 100)
    : `text ${Math.floor(random() * 100)}`;
}
