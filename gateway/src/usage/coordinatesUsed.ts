import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  separateOperations,
  typeFromAST,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type {
  DocumentNode,
  GraphQLInputType,
  GraphQLSchema,
  OperationDefinitionNode,
  VariableDefinitionNode,
} from 'graphql';

/**
 * The schema coordinates that a valid operation uses by its text: fields, arguments, and the input fields and enum
 * values that it writes out. Each once, sorted. What its variables hold is {@link coordinatesInVariables}.
 */
export function coordinatesUsed(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly string[] {
  const own = separateOperations(document)[operation.name?.value ?? ''];
  if (!own) return [];
  const used = new Set<string>();
  const info = new TypeInfo(schema);
  const note = visitWithTypeInfo(info, {
    Field(node) {
      const parent = info.getParentType()?.name;
      const name = node.name.value;
      if (parent === undefined || name.startsWith('__')) return;
      used.add(`${parent}.${name}`);
      for (const argument of node.arguments ?? []) used.add(`${parent}.${name}(${argument.name.value}:)`);
    },
    FragmentDefinition: (node) => void used.add(node.typeCondition.name.value),
    InlineFragment(node) {
      if (node.typeCondition) used.add(node.typeCondition.name.value);
    },
    ObjectField(node) {
      const parent = info.getParentInputType();
      if (isInputObjectType(parent)) used.add(`${parent.name}.${node.name.value}`);
    },
    EnumValue(node) {
      const type = getNamedType(info.getInputType());
      if (isEnumType(type)) used.add(`${type.name}.${node.value}`);
    },
  });
  visit(own, note);
  return [...used].sort();
}

/** Variables whose values can name input fields or enum values; most operations have none. */
export function relevantVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
): readonly RelevantVariable[] {
  return (operation.variableDefinitions ?? []).flatMap((definition) => {
    const type = inputTypeOf(schema, definition);
    const named = getNamedType(type);
    return type && (isInputObjectType(named) || isEnumType(named))
      ? [{ name: definition.variable.name.value, type }]
      : [];
  });
}

export interface RelevantVariable {
  readonly name: string;
  readonly type: GraphQLInputType;
}

/** The input fields and enum values that the values of variables name. */
export function coordinatesInVariables(
  variables: readonly RelevantVariable[],
  values: Readonly<Record<string, unknown>>,
): readonly string[] {
  const used = new Set<string>();
  for (const { name, type } of variables) noteValue(type, values[name], used);
  return [...used];
}

function noteValue(type: GraphQLInputType, value: unknown, used: Set<string>): void {
  if (value === null || value === undefined) return;
  if (isNonNullType(type)) return noteValue(type.ofType, value, used);
  if (isListType(type)) {
    for (const item of Array.isArray(value) ? value : [value]) noteValue(type.ofType, item, used);
  } else if (isEnumType(type)) {
    if (typeof value === 'string') used.add(`${type.name}.${value}`);
  } else if (isInputObjectType(type) && typeof value === 'object') {
    for (const [field, inner] of Object.entries(value)) {
      const definition = type.getFields()[field];
      if (!definition) continue;
      used.add(`${type.name}.${field}`);
      noteValue(definition.type, inner, used);
    }
  }
}

function inputTypeOf(schema: GraphQLSchema, { type }: VariableDefinitionNode): GraphQLInputType | undefined {
  const known = typeFromAST(schema, type);
  return known && isInputType(known) ? known : undefined;
}
