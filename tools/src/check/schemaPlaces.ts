import { placeOf } from '@nakku/gateway/compose';
import type { Place, SubgraphSource } from '@nakku/gateway/compose';
import { parseCoordinate } from '@nakku/gateway/usage';
import { Kind } from 'graphql';
import type { ASTNode, DefinitionNode, DocumentNode } from 'graphql';

/** Where elements of a schema are defined. */
export interface SchemaPlaces {
  /** The definition of a coordinate, its owner's first; else of what holds it; undefined if there is neither. */
  find(coordinate: string): Place | undefined;
}

type Named = Extract<DefinitionNode, { readonly name?: unknown }>;

/** Finds coordinates in the files of subgraphs. */
export function placesIn(subgraphs: readonly Pick<SubgraphSource, 'typeDefs'>[]): SchemaPlaces {
  const types = new Map<string, Named[]>();
  for (const { typeDefs } of subgraphs) {
    for (const definition of definitionsIn(typeDefs)) {
      const name = definition.name?.value ?? '';
      types.set(name, [...(types.get(name) ?? []), definition]);
    }
  }
  // Whoever describes a type owns it; others only refer to it or add to it.
  for (const definitions of types.values()) {
    definitions.sort((a, b) => Number(isDescribed(b)) - Number(isDescribed(a)));
  }
  return {
    find(coordinate) {
      const { type, member, argument } = parseCoordinate(coordinate);
      const definitions = types.get(type) ?? [];
      if (member === undefined) return firstPlace(definitions);
      const members = definitions.flatMap((definition) => membersOf(definition, member));
      if (argument === undefined) return firstPlace(members) ?? firstPlace(definitions);
      const found = members.flatMap((node) =>
        node.kind === Kind.FIELD_DEFINITION
          ? (node.arguments ?? []).filter((a) => a.name.value === argument)
          : [],
      );
      return firstPlace(found) ?? firstPlace(members) ?? firstPlace(definitions);
    },
  };
}

/** The definitions and extensions of a document that have a name. */
export function definitionsIn(document: DocumentNode): Named[] {
  return document.definitions.flatMap((definition) =>
    'name' in definition && definition.name !== undefined ? [definition] : [],
  );
}

/** The fields, input fields or enum values of that name. */
function membersOf(definition: Named, name: string) {
  const members = [
    ...('fields' in definition ? (definition.fields ?? []) : []),
    ...('values' in definition ? (definition.values ?? []) : []),
  ];
  return members.filter((member) => member.name.value === name);
}

function isDescribed(definition: Named): boolean {
  return 'description' in definition && definition.description !== undefined;
}

function firstPlace(nodes: readonly ASTNode[]): Place | undefined {
  for (const node of nodes) {
    const place = placeOf(node);
    if (place) return place;
  }
  return undefined;
}
