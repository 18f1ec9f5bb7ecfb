import { getLocation, Kind, parse, Source, visit } from 'graphql';
import type { ASTNode, DocumentNode, GraphQLFormattedError } from 'graphql';
import { isJsonObject } from './json.ts';
import type { SubgraphResponse } from './subgraphRequest.ts';

export type SubgraphError = NonNullable<SubgraphResponse['errors']>[number];

/** The errors of a response in the form of the specification; what is no error, such as null, is none. */
export function errorsIn(errors: unknown): SubgraphError[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isJsonObject).map(({ message, path, locations, extensions }) => ({
    message: typeof message === 'string' && message !== '' ? message : 'The subgraph gave no message',
    ...(isPath(path) ? { path } : {}),
    ...(isLocations(locations) ? { locations } : {}),
    ...(isJsonObject(extensions) ? { extensions } : {}),
  }));
}

function isPath(path: unknown): path is readonly (string | number)[] {
  return Array.isArray(path) && path.every((key) => typeof key === 'string' || typeof key === 'number');
}

function isLocations(locations: unknown): locations is NonNullable<GraphQLFormattedError['locations']> {
  return (
    Array.isArray(locations) &&
    locations.every((one) => isJsonObject(one) && Number.isInteger(one.line) && Number.isInteger(one.column))
  );
}

/**
 * Errors of a request that gave no data, each with a place: one without a path stands at every root field. Of a fetch
 * of entities the place is that of the fetch, for which an empty path stands.
 */
export function atRootFields(errors: readonly SubgraphError[], query: string): SubgraphError[] {
  const keys = rootKeys(query);
  return errors.flatMap((error) => {
    if (error.path && error.path.length > 0) return [error];
    return keys.length === 0 ? [{ ...error, path: [] }] : keys.map((key) => ({ ...error, path: [key] }));
  });
}

/** The response keys of a request's root fields; none if it fetches entities. */
function rootKeys(query: string): string[] {
  const document = parsed(query);
  const [operation] = document?.definitions ?? [];
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD && selection.name.value !== '_entities'
      ? [selection.alias?.value ?? selection.name.value]
      : [],
  );
}

/**
 * A subgraph's refusal of a value that the client wrote into its document: scalars are known to their owner only, so
 * the gateway's own validation lets any value pass. The code becomes that of a bad input, and `input` names the
 * argument. Any other error of validation means that gateway and subgraph disagree on the schema, and stays.
 */
export function asBadInput(error: SubgraphError, query: string): SubgraphError {
  const [location] = error.locations ?? [];
  const document = error.extensions?.code === 'GRAPHQL_VALIDATION_FAILED' ? parsed(query) : undefined;
  const found = location && document ? argumentAt(document, location) : undefined;
  if (!found) return error;
  const { locations: _, ...rest } = error;
  return {
    ...rest,
    ...(found.path ? { path: found.path } : {}),
    extensions: { ...error.extensions, code: 'BAD_USER_INPUT', input: found.input },
  };
}

const values = new Set<string>([
  Kind.STRING,
  Kind.INT,
  Kind.FLOAT,
  Kind.BOOLEAN,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.NULL,
]);

/** The argument whose value begins at a location: its name with the input fields on the way, and its field's path. */
function argumentAt(
  document: DocumentNode,
  location: { readonly line: number; readonly column: number },
): { readonly input: string; readonly path: readonly string[] | undefined } | undefined {
  let found: { input: string; path: readonly string[] | undefined } | undefined;
  visit(document, {
    enter(node, _key, parent, _path, ancestors) {
      if (found || !node.loc || !values.has(node.kind)) return;
      const at = getLocation(node.loc.source, node.loc.start);
      if (at.line !== location.line || at.column !== location.column) return;
      const way = [...ancestors, parent ?? []].flatMap((one): readonly ASTNode[] =>
        'kind' in one ? [one] : [],
      );
      const names = way.flatMap((one) =>
        one.kind === Kind.ARGUMENT || one.kind === Kind.OBJECT_FIELD ? [one.name.value] : [],
      );
      const keys = way.flatMap((one) =>
        one.kind === Kind.FIELD ? [one.alias?.value ?? one.name.value] : [],
      );
      if (names.length > 0)
        found = { input: names.join('.'), path: keys[0] === '_entities' ? undefined : keys };
    },
  });
  return found;
}

function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(new Source(query));
  } catch {
    return undefined;
  }
}
