import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphResponse } from '../../subgraphs/subgraphRequest.ts';
import type { JsonObject } from '../../subgraphs/json.ts';
import { placesAt } from './targets.ts';
import type { Place, PlanPath } from './targets.ts';

type SubgraphError = NonNullable<SubgraphResponse['errors']>[number];

/** A fetch as its errors are placed. */
export interface ErrorSource {
  readonly serviceName: string;
  /** Where in the response the fetch works, each with `@` for a list. */
  readonly paths: readonly PlanPath[];
  /** The response so far. */
  readonly data: JsonObject;
  /** The objects that each representation stands for; undefined if the fetch is not of entities. */
  readonly entities: readonly (readonly JsonObject[])[] | undefined;
}

/**
 * Errors of a subgraph as errors of the whole response. Of a fetch of entities they begin with `_entities` and an index,
 * for which the places stand that the entity has in the response; those of the whole fetch stand at every entity.
 */
export function errorsOfFetch(
  errors: readonly SubgraphError[],
  source: ErrorSource,
): GraphQLFormattedError[] {
  const { serviceName } = source;
  let places: ((index: number) => readonly Place[]) | undefined;
  return errors.flatMap(({ message, path, extensions }) => {
    const error = {
      message: message || `Error while fetching subquery from service "${serviceName}"`,
      extensions: {
        ...extensions,
        serviceName,
        code: extensions?.code || 'DOWNSTREAM_SERVICE_ERROR',
      },
    };
    if (!path) return [error];
    if (!source.entities) return source.paths.map((start) => ({ ...error, path: [...start, ...path] }));
    const [, index, ...rest] = path;
    places ??= entityPlaces(source);
    // What is said of the whole fetch, or of an entity that was not requested, is so for all of them.
    const found = typeof index === 'number' ? places(index) : [];
    if (found.length === 0)
      return source.entities.flatMap((_, i) => places?.(i) ?? []).map((place) => ({ ...error, path: place }));
    return found.map((place) => ({ ...error, path: [...place, ...rest] }));
  });
}

/** The places of the entities of each representation. */
function entityPlaces({ paths, data, entities = [] }: ErrorSource): (index: number) => readonly Place[] {
  const byObject = new Map<JsonObject, Place[]>();
  for (const { object, place } of paths.flatMap((path) => placesAt(data, path))) {
    const known = byObject.get(object);
    if (known) known.push(place);
    else byObject.set(object, [place]);
  }
  return (index) => [...new Set(entities[index])].flatMap((object) => byObject.get(object) ?? []);
}
