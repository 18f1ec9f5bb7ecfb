import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphResponse } from '../../subgraphs/subgraphRequest.ts';
import { isJsonObject } from '../../subgraphs/json.ts';

type SubgraphError = NonNullable<SubgraphResponse['errors']>[number];
type Path = readonly (string | number)[];

/**
 * Errors of a subgraph as errors of the whole response. Of a fetch of entities they begin with `_entities` and an index,
 * for which the place of that entity in the response stands.
 *
 * @param path of the fetch in the plan, with `@` for each list
 * @param data the response so far
 */
export function errorsOfFetch(
  errors: readonly SubgraphError[],
  o: {
    readonly serviceName: string;
    readonly path: Path;
    readonly data: unknown;
    readonly ofEntities: boolean;
  },
): GraphQLFormattedError[] {
  let places: Path[] | undefined;
  return errors.map(({ message, path, extensions }) => {
    const index = o.ofEntities ? path?.[1] : undefined;
    if (typeof index === 'number') places ??= placesAt(o.path, o.data);
    const rest = typeof index === 'number' ? path?.slice(2) : path;
    const start = typeof index === 'number' ? (places?.[index] ?? []) : o.path;
    return {
      message: message || `Error while fetching subquery from service "${o.serviceName}"`,
      ...(rest ? { path: [...start, ...rest] } : {}),
      extensions: {
        ...extensions,
        serviceName: o.serviceName,
        code: extensions?.code || 'DOWNSTREAM_SERVICE_ERROR',
      },
    };
  });
}

/** The place of each object that a path with `@` for lists leads to. */
function placesAt(path: Path, data: unknown, parent: Path = []): Path[] {
  if (data === null || data === undefined) return [];
  const [head, ...rest] = path;
  if (head === undefined) return [parent];
  if (Array.isArray(data)) {
    const deeper = head === '@' ? rest : path;
    return data.flatMap((value: unknown, i) => placesAt(deeper, value, [...parent, i]));
  }
  return isJsonObject(data) && Object.hasOwn(data, head) ? placesAt(rest, data[head], [...parent, head]) : [];
}
