/** When a key begins to sign. */
interface Scheduled {
  readonly activeFrom: Date;
}

/** The key that signs; `keys` are newest first. */
export function signing<Key extends Scheduled>(keys: readonly Key[], now: Date): Key | undefined {
  return keys.find((key) => key.activeFrom <= now);
}

/** A key that is published and does not sign yet. */
export function waiting<Key extends Scheduled>(keys: readonly Key[], now: Date): Key | undefined {
  return keys.find((key) => key.activeFrom > now);
}

/**
 * Keys whose tokens can still be valid, and the one that signs next. `keys` are newest first; one that a newer key
 * has followed for twice as long as a token lives is no longer needed.
 */
export function stillNeeded<Key extends Scheduled>(
  keys: readonly Key[],
  now: Date,
  accessTokenMs: number,
): readonly Key[] {
  return keys.filter((_, index) => {
    const follower = keys[index - 1];
    return follower === undefined || follower.activeFrom.getTime() + 2 * accessTokenMs > now.getTime();
  });
}
