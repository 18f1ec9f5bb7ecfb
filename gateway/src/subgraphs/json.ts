/** An object of JSON. */
export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets a property of the object itself, whatever its name is. */
export function setOwn(target: JsonObject, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else target[key] = value;
}

/** The types below each interface, by its name. */
export type Subtypes = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Puts what `source` has into `target`: objects and lists of one length are merged, anything else is replaced.
 * @param subtypes a type that is known is not replaced by an interface above it: a subgraph that knows the interface as an
 *   object says no more of any object
 */
export function mergeInto(target: JsonObject, source: JsonObject, subtypes?: Subtypes): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    const present = Object.hasOwn(target, key) ? target[key] : undefined;
    if (isJsonObject(present) && isJsonObject(value)) mergeInto(present, value, subtypes);
    else if (Array.isArray(present) && Array.isArray(value) && present.length === value.length) {
      mergeLists(present, value, subtypes);
    } else if (key !== '__typename' || !subtypes?.get(String(value))?.has(String(present)))
      setOwn(target, key, value);
  }
}

function mergeLists(target: unknown[], source: readonly unknown[], subtypes: Subtypes | undefined): void {
  for (const [i, value] of source.entries()) {
    const present = target[i];
    if (isJsonObject(present) && isJsonObject(value)) mergeInto(present, value, subtypes);
    else target[i] = value;
  }
}

/** A copy that shares nothing with it. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isJsonObject(value)) return value;
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) setOwn(copy, key, copyOf(value[key]));
  return copy;
}
