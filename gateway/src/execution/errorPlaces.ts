import type { GraphQLFormattedError } from 'graphql';

type Path = readonly (string | number)[];

/**
 * Errors of execution with paths that are places in the result. An error of a whole fetch has the path of the plan, with
 * `@` for the items of a list: it becomes one error for each object that was to be fetched. What only the request to
 * the subgraph had, `_entities`, is cut off.
 * @param dataOf the result's data, read only if an error needs it
 */
export function atPlaces(
  errors: readonly GraphQLFormattedError[],
  dataOf: () => unknown,
): GraphQLFormattedError[] {
  if (errors.length === 0) return [];
  let data: unknown;
  let isRead = false;
  const read = (): unknown => {
    if (!isRead) data = dataOf();
    isRead = true;
    return data;
  };
  return errors.flatMap((error) => {
    const { path, ...rest } = error;
    if (!path) return [error];
    const entities = path.indexOf('_entities');
    const own = entities < 0 ? path : path.slice(0, entities);
    if (own.length === 0) return [rest];
    return own.includes('@')
      ? placesOf(own, read()).map((place) => ({ ...rest, path: place }))
      : [{ ...rest, path: own }];
  });
}

/** The places that a path with `@` leads to; where nothing is, the last place on the way. */
function placesOf(path: Path, data: unknown): Path[] {
  const places = new Map<string, Path>();
  const follow = (rest: Path, value: unknown, way: Path): void => {
    const [head, ...deeper] = rest;
    if (head === undefined || value === null || value === undefined) {
      places.set(JSON.stringify(way), way);
      return;
    }
    if (head === '@') {
      const items: readonly unknown[] = Array.isArray(value) ? value : [];
      for (const [i, item] of items.entries()) if (item !== null) follow(deeper, item, [...way, i]);
      if (items.every((item) => item === null)) places.set(JSON.stringify(way), way);
      return;
    }
    follow(deeper, typeof value === 'object' ? Reflect.get(value, head) : undefined, [...way, head]);
  };
  follow(path, data, []);
  return [...places.values()];
}
