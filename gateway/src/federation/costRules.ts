import { Kind } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';
import { argument, linkedNames } from './links.ts';

/** What `@listSize` says about a field. */
export interface ListSize {
  /** How many items there are when no argument says it. */
  readonly assumedSize: number | undefined;
  /** Arguments that say how many are asked for. */
  readonly slicingArguments: readonly string[];
  /** The fields below that hold the items; none: the field itself does. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

/** What the supergraph's `@cost` and `@listSize` say. A weight is undefined where no directive gives one. */
export interface CostRules {
  weightOfType(type: string): number | undefined;
  weightOfField(type: string, field: string): number | undefined;
  weightOfArgument(type: string, field: string, argument: string): number | undefined;
  weightOfInputField(type: string, field: string): number | undefined;
  listSize(type: string, field: string): ListSize | undefined;
}

/** Reads the cost directives of a supergraph, under the names that its links give them. */
export function costRulesOf(supergraph: DocumentNode): CostRules {
  const nameOf = linkedNames(supergraph);
  const cost = nameOf('https://specs.apollo.dev/cost', 'cost');
  const listSize = nameOf('https://specs.apollo.dev/cost', 'listSize');
  const weights = new Map<string, number>();
  const sizes = new Map<string, ListSize>();

  const note = (coordinate: string, directives: readonly ConstDirectiveNode[] = []) => {
    for (const directive of directives) {
      const weight = directive.name.value === cost ? intOf(directive, 'weight') : undefined;
      if (weight !== undefined) weights.set(coordinate, weight);
      if (directive.name.value === listSize) sizes.set(coordinate, listSizeOf(directive));
    }
  };
  for (const definition of supergraph.definitions) {
    switch (definition.kind) {
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_DEFINITION:
        note(definition.name.value, definition.directives);
        break;
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        note(definition.name.value, definition.directives);
        for (const field of definition.fields ?? []) {
          const coordinate = `${definition.name.value}.${field.name.value}`;
          note(coordinate, field.directives);
          for (const arg of field.arguments ?? []) note(`${coordinate}(${arg.name.value})`, arg.directives);
        }
        break;
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        for (const field of definition.fields ?? []) {
          note(`${definition.name.value}.${field.name.value}`, field.directives);
        }
        break;
      default:
        // Nothing else carries a cost.
        break;
    }
  }
  return {
    weightOfType: (type) => weights.get(type),
    weightOfField: (type, field) => weights.get(`${type}.${field}`),
    weightOfArgument: (type, field, name) => weights.get(`${type}.${field}(${name})`),
    weightOfInputField: (type, field) => weights.get(`${type}.${field}`),
    listSize: (type, field) => sizes.get(`${type}.${field}`),
  };
}

function listSizeOf(directive: ConstDirectiveNode): ListSize {
  const requireOne = argument(directive, 'requireOneSlicingArgument');
  return {
    assumedSize: intOf(directive, 'assumedSize'),
    slicingArguments: stringsOf(directive, 'slicingArguments'),
    sizedFields: stringsOf(directive, 'sizedFields'),
    requireOneSlicingArgument: requireOne?.kind === Kind.BOOLEAN ? requireOne.value : true,
  };
}

function intOf(directive: ConstDirectiveNode, name: string): number | undefined {
  const value = argument(directive, name);
  return value?.kind === Kind.INT ? Number(value.value) : undefined;
}

function stringsOf(directive: ConstDirectiveNode, name: string): string[] {
  const value = argument(directive, name);
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((item) => (item.kind === Kind.STRING ? [item.value] : []));
}
