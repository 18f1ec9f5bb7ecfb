import { getNamedType, getNullableType, isInputObjectType, isListType, valueFromASTUntyped } from 'graphql';
import type { FieldNode, GraphQLField, GraphQLInputType } from 'graphql';
import type { CostRules } from '../../federation/costRules.ts';
import type { Variables } from '../../request/operationCost.ts';

/** An input object costs this where no directive says otherwise; scalars and enums cost nothing. */
const weightOfInputObject = 1;

export type CostOfArguments = (variables: Variables) => number;

/** The cost of a field's arguments; undefined if they cost nothing, whatever is given. */
export function costOfArguments(
  type: string,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  rules: CostRules,
): CostOfArguments | undefined {
  const costs = (node.arguments ?? []).flatMap(({ name, value }): CostOfArguments[] => {
    const definition = field.args.find((a) => a.name === name.value);
    if (!definition) return [];
    const weight = rules.weightOfArgument(type, field.name, name.value);
    const { type: given } = definition;
    const named = getNamedType(given);
    const isFree =
      weight === undefined && rules.weightOfType(named.name) === undefined && !isInputObjectType(named);
    if (isFree) return [];
    return [(variables) => costOfValue(valueFromASTUntyped(value, { ...variables }), given, weight, rules)];
  });
  if (costs.length === 0) return undefined;
  return (variables) => costs.reduce((sum, cost) => sum + cost(variables), 0);
}

/** Of a list every item counts, of an object itself and each field that is given. */
function costOfValue(
  value: unknown,
  type: GraphQLInputType,
  weight: number | undefined,
  rules: CostRules,
): number {
  if (value === undefined || value === null) return 0;
  const nullable = getNullableType(type);
  if (isListType(nullable) && Array.isArray(value)) {
    return value.reduce<number>((sum, item) => sum + costOfValue(item, nullable.ofType, weight, rules), 0);
  }
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return weight ?? rules.weightOfType(named.name) ?? 0;
  const given = Object.entries(Object(value));
  const fields = named.getFields();
  return given.reduce((sum, [name, inner]) => {
    const field = fields[name];
    return field
      ? sum + costOfValue(inner, field.type, rules.weightOfInputField(named.name, name), rules)
      : sum;
  }, weight ?? weightOfInputObject);
}
