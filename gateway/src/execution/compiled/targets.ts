import { isJsonObject } from '../../subgraphs/json.ts';
import type { JsonObject } from '../../subgraphs/json.ts';

/** Keys of a plan, with `@` for the items of a list. */
export type PlanPath = readonly string[];
/** A place in a response. */
export type Place = readonly (string | number)[];

/** The objects that a path of a plan leads to. What subgraphs returned otherwise than the schema says is passed over. */
export function objectsAt(root: JsonObject, path: PlanPath): JsonObject[] {
  let found: unknown[] = [root];
  for (const key of path) {
    const next: unknown[] = [];
    for (const value of found) {
      if (key === '@') {
        if (Array.isArray(value)) for (const item of value) next.push(item);
      } else if (isJsonObject(value) && Object.hasOwn(value, key)) next.push(value[key]);
    }
    found = next;
  }
  return found.filter(isJsonObject);
}

/** The same with the place of each in the response, for errors. */
export function placesAt(
  root: JsonObject,
  path: PlanPath,
): { readonly object: JsonObject; readonly place: Place }[] {
  let found: { value: unknown; place: Place }[] = [{ value: root, place: [] }];
  for (const key of path) {
    found = found.flatMap(({ value, place }) => {
      if (key === '@')
        return Array.isArray(value)
          ? value.map((item: unknown, i) => ({ value: item, place: [...place, i] }))
          : [];
      const isThere = isJsonObject(value) && Object.hasOwn(value, key);
      return isThere ? [{ value: value[key], place: [...place, key] }] : [];
    });
  }
  return found.flatMap(({ value, place }) => (isJsonObject(value) ? [{ object: value, place }] : []));
}
