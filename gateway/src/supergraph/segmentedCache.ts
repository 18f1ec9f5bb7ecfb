import { LRUCache } from 'lru-cache';

/**
 * A cache bounded by its bytes, in two segments: what is new may push out only what is new, and what was asked for
 * again is kept apart from it. So texts that come once, such as those with literals of their own, do not fill it.
 */
export interface SegmentedCache<Value> {
  get(key: string): Value | undefined;
  /** The same without being asked for. */
  peek(key: string): Value | undefined;
  set(key: string, value: Value, bytes: number): void;
  /** What was asked for again, the most recent first. */
  inUse(): Iterable<readonly [key: string, value: Value]>;
  readonly bytes: number;
}

/** Of the bytes: what has come once. */
const newShare = 0.2;

/**
 * @param o.entries how many values are kept at most
 * @param o.bytes of all values together
 */
export function createSegmentedCache<Value extends object>(o: {
  readonly entries: number;
  readonly bytes: number;
}): SegmentedCache<Value> {
  const segment = (share: number) =>
    new LRUCache<string, Value>({
      max: Math.max(1, Math.ceil(o.entries * share)),
      maxSize: Math.max(1, Math.ceil(o.bytes * share)),
    });
  const recent = segment(newShare);
  const kept = segment(1 - newShare);
  const sizes = new WeakMap<Value, number>();
  return {
    get(key) {
      const known = kept.get(key);
      if (known) return known;
      const again = recent.get(key);
      if (!again) return undefined;
      recent.delete(key);
      kept.set(key, again, { size: sizes.get(again) ?? 1 });
      return again;
    },
    peek: (key) => kept.peek(key) ?? recent.peek(key),
    set(key, value, bytes) {
      const size = Math.max(1, Math.ceil(bytes));
      sizes.set(value, size);
      if (kept.has(key)) kept.set(key, value, { size });
      else recent.set(key, value, { size });
    },
    inUse: () => kept.entries(),
    get bytes() {
      return recent.calculatedSize + kept.calculatedSize;
    },
  };
}
