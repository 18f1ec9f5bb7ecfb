/**
 * Keeps a label's values few where they come from outside: the first `max` distinct ones that are well-formed keep
 * their name, every other is `other`.
 */
export function labelWithin(max: number): (value: unknown) => string {
  const known = new Set<string>();
  return (value) => {
    if (typeof value !== 'string' || !/^\w{1,64}$/.test(value)) return 'other';
    if (known.has(value)) return value;
    if (known.size >= max) return 'other';
    known.add(value);
    return value;
  };
}
