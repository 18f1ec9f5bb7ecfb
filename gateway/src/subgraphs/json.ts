/** An object of JSON. */
export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Puts what `source` has into `target`: objects and lists of one length are merged, anything else is replaced. */
export function mergeInto(target: JsonObject, source: JsonObject): void {
  for (const [key, value] of Object.entries(source)) {
    if (key === '__proto__') continue;
    const present = target[key];
    if (isJsonObject(present) && isJsonObject(value)) mergeInto(present, value);
    else if (Array.isArray(present) && Array.isArray(value) && present.length === value.length) {
      mergeLists(present, value);
    } else target[key] = value;
  }
}

function mergeLists(target: unknown[], source: readonly unknown[]): void {
  for (const [i, value] of source.entries()) {
    const present = target[i];
    if (isJsonObject(present) && isJsonObject(value)) mergeInto(present, value);
    else target[i] = value;
  }
}
