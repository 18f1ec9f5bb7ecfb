/** Leaves a transaction so that it rolls back; never seen outside. */
class RolledBack extends Error {}

/**
 * Runs work whose transaction may have to roll back for a business reason: `refuse` throws through it.
 * @returns what the work did, or the reason; any other error is a bug or a broken dependency and goes on
 */
export async function refusable<Value, Reason>(
  work: (refuse: (reason: Reason) => never) => Promise<Value>,
): Promise<{ readonly done: Value } | { readonly refused: Reason }> {
  let refusal: { readonly refused: Reason } | undefined;
  const refuse = (reason: Reason): never => {
    refusal = { refused: reason };
    throw new RolledBack();
  };
  try {
    return { done: await work(refuse) };
  } catch (error) {
    if (refusal && error instanceof RolledBack) return refusal;
    throw error;
  }
}
