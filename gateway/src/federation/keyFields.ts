import { Kind, parse } from 'graphql';
import type {
  ConstDirectiveNode,
  DocumentNode,
  FieldDefinitionNode,
  SelectionSetNode,
  TypeNode,
} from 'graphql';
import { argument, linkedNames } from './links.ts';

/** By type, the fields that the gateway sends from one subgraph to another: those of `@key` and `@requires`. */
export type KeyFields = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads the key fields of a supergraph from its join directives. */
export function keyFieldsOf(supergraph: DocumentNode): KeyFields {
  const nameOf = linkedNames(supergraph);
  const joinType = nameOf('https://specs.apollo.dev/join', 'type');
  const joinField = nameOf('https://specs.apollo.dev/join', 'field');
  const fieldsOf = fieldsByType(supergraph);
  const found = new Map<string, Set<string>>();

  const note = (type: string, set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        note(selection.typeCondition?.name.value ?? type, selection.selectionSet);
      } else if (selection.kind === Kind.FIELD) {
        const known = found.get(type) ?? new Set<string>();
        found.set(type, known.add(selection.name.value));
        const inner = fieldsOf.get(type)?.get(selection.name.value);
        if (selection.selectionSet && inner) note(namedType(inner.type), selection.selectionSet);
      }
    }
  };
  const noteSets = (
    type: string,
    directives: readonly ConstDirectiveNode[] = [],
    directive: string | undefined,
    name: string,
  ): void => {
    for (const one of directives) {
      const value = one.name.value === directive ? argument(one, name) : undefined;
      if (value?.kind === Kind.STRING) note(type, fieldSet(value.value));
    }
  };
  for (const definition of supergraph.definitions) {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    ) {
      continue;
    }
    const type = definition.name.value;
    noteSets(type, definition.directives, joinType, 'key');
    for (const field of definition.fields ?? []) noteSets(type, field.directives, joinField, 'requires');
  }
  return found;
}

function fieldSet(text: string): SelectionSetNode {
  const [definition] = parse(`{ ${text} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${text} is no set of fields`);
  return definition.selectionSet;
}

function fieldsByType(document: DocumentNode): Map<string, Map<string, FieldDefinitionNode>> {
  return new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.INTERFACE_TYPE_DEFINITION
        ? [[one.name.value, new Map((one.fields ?? []).map((field) => [field.name.value, field]))]]
        : [],
    ),
  );
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
