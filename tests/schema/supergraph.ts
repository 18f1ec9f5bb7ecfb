import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Kind, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { apiSchemaOf } from '../../gateway/src/supergraph/apiSchema.ts';

/** The committed supergraph. */
const sdl = readFileSync(path.join(import.meta.dirname, '../../schema/supergraph.graphql'), 'utf8');

/** What clients see of the committed supergraph. */
export const buildApiSchema = (): GraphQLSchema => apiSchemaOf(sdl);

/** The object types of the supergraph that have a key. */
export function entityTypes(): string[] {
  const { definitions } = parse(sdl, { noLocation: true });
  return definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const isKeyed = definition.directives?.some(
      ({ name, arguments: given }) =>
        name.value === 'join__type' && given?.some((argument) => argument.name.value === 'key'),
    );
    return isKeyed ? [definition.name.value] : [];
  });
}
