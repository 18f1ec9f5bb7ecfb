/**
 * Waits for `work` no longer than `ms`; the work itself goes on. Resolves whether it ended by then, rejects as it does.
 * @param o.keepsAlive whether the waiting alone keeps the process running; true by default
 */
export async function waitUpTo(
  ms: number,
  work: Promise<unknown>,
  { keepsAlive = true } = {},
): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
    if (!keepsAlive) timer.unref();
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The result of `work`, which goes on even when nobody waits for it any more.
 * @throws Error with `message` when it takes longer than `ms`
 */
export async function withTimeout<T>(ms: number, message: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
