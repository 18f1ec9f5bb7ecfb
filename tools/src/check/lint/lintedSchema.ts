import { linkedNames } from '@nakku/gateway/compose';
import type { SubgraphSource } from '@nakku/gateway/compose';
import { Kind } from 'graphql';
import type {
  ConstDirectiveNode,
  EnumTypeDefinitionNode,
  EnumTypeExtensionNode,
  FieldDefinitionNode,
  InputObjectTypeDefinitionNode,
  InputObjectTypeExtensionNode,
  InputValueDefinitionNode,
  InterfaceTypeDefinitionNode,
  InterfaceTypeExtensionNode,
  NamedTypeNode,
  ObjectTypeDefinitionNode,
  ObjectTypeExtensionNode,
  TypeDefinitionNode,
  TypeExtensionNode,
  TypeNode,
} from 'graphql';

export type TypeDefinition = TypeDefinitionNode | TypeExtensionNode;
export type OutputDefinition =
  | ObjectTypeDefinitionNode
  | ObjectTypeExtensionNode
  | InterfaceTypeDefinitionNode
  | InterfaceTypeExtensionNode;
export type InputDefinition = InputObjectTypeDefinitionNode | InputObjectTypeExtensionNode;
export type EnumDefinition = EnumTypeDefinitionNode | EnumTypeExtensionNode;

/** A field of an object or interface, in one of the subgraphs that define it. */
export interface OutputField {
  readonly type: string;
  readonly definition: OutputDefinition;
  readonly field: FieldDefinitionNode;
  /** `Type.field`. */
  readonly coordinate: string;
}

/** All subgraphs as rules look at them. What several share by a common file is there once. */
export interface LintedSchema {
  readonly subgraphs: readonly SubgraphSource[];
  /** Type name → its definitions. */
  readonly types: ReadonlyMap<string, readonly TypeDefinition[]>;
  readonly outputFields: readonly OutputField[];
  /** The directive of a federation specification on an element, whatever its link calls it. */
  federated(
    node: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
    name: string,
  ): ConstDirectiveNode | undefined;
}

export const ROOT_TYPES = ['Query', 'Mutation', 'Subscription'];

export function lintedSchema(subgraphs: readonly SubgraphSource[]): LintedSchema {
  const types = new Map<string, TypeDefinition[]>();
  const names = new Map<string, Set<string>>();
  for (const { typeDefs } of subgraphs) {
    const nameOf = linkedNames(typeDefs);
    for (const directive of FEDERATION_DIRECTIVES) {
      const local = nameOf('https://specs.apollo.dev/federation', directive);
      if (local !== undefined) names.set(directive, (names.get(directive) ?? new Set()).add(local));
    }
    for (const definition of typeDefs.definitions) {
      if (!isType(definition)) continue;
      const known = types.get(definition.name.value) ?? [];
      if (!known.includes(definition)) types.set(definition.name.value, [...known, definition]);
    }
  }
  const outputFields = [...types].flatMap(([type, definitions]) =>
    definitions.filter(isOutput).flatMap((definition) =>
      (definition.fields ?? []).map((field) => ({
        type,
        definition,
        field,
        coordinate: `${type}.${field.name.value}`,
      })),
    ),
  );
  return {
    subgraphs,
    types,
    outputFields,
    federated: (node, name) => node.directives?.find((d) => names.get(name)?.has(d.name.value) === true),
  };
}

const FEDERATION_DIRECTIVES = ['listSize', 'authenticated', 'requiresScopes', 'policy'];

function isType(node: { readonly kind: string }): node is TypeDefinition {
  return /Type(Definition|Extension)$/.test(node.kind) && node.kind !== Kind.OPERATION_TYPE_DEFINITION;
}

export function isOutput(node: TypeDefinition): node is OutputDefinition {
  return /^(Object|Interface)Type/.test(node.kind);
}

export function isInput(node: TypeDefinition): node is InputDefinition {
  return /^InputObjectType/.test(node.kind);
}

export function isEnum(node: TypeDefinition): node is EnumDefinition {
  return /^EnumType/.test(node.kind);
}

/** The definitions that are of one sort. */
export function definitionsOf<T extends TypeDefinition>(
  schema: LintedSchema,
  isSort: (node: TypeDefinition) => node is T,
): T[] {
  return [...schema.types.values()].flatMap((definitions) => definitions.filter(isSort));
}

/** The arguments of all fields, with their coordinates. */
export function argumentsOf(
  schema: LintedSchema,
): { argument: InputValueDefinitionNode; coordinate: string }[] {
  return schema.outputFields.flatMap(({ field, coordinate }) =>
    (field.arguments ?? []).map((argument) => ({
      argument,
      coordinate: `${coordinate}(${argument.name.value}:)`,
    })),
  );
}

/** The innermost type. */
export function namedType(type: TypeNode): NamedTypeNode {
  return type.kind === Kind.NAMED_TYPE ? type : namedType(type.type);
}

/** Whether it is a list, non-null or not. */
export function isList(type: TypeNode): boolean {
  return (
    type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && type.type.kind === Kind.LIST_TYPE)
  );
}

/** Whether a null of the innermost type would take something around it away. */
export function isNonNullInside(type: TypeNode): boolean {
  if (type.kind === Kind.NAMED_TYPE) return false;
  if (type.kind === Kind.LIST_TYPE) return isNonNullInside(type.type);
  return type.type.kind === Kind.NAMED_TYPE || isNonNullInside(type.type);
}
