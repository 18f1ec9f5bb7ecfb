/** How much may be repeated, so that retries never multiply the load on a side that is down. */
export interface RetryBudget {
  /** A first attempt is made: it earns a part of a retry. */
  earn(): void;
  /** Whether a retry may be made; it is spent then. */
  spend(): boolean;
}

/**
 * A bucket of retries: each first attempt adds `perRequest` of one, at most `max` are saved. It begins full, so that
 * a quiet gateway can repeat as well.
 */
export function createRetryBudget({ perRequest, max }: { perRequest: number; max: number }): RetryBudget {
  let saved = max;
  return {
    earn() {
      saved = Math.min(max, saved + perRequest);
    },
    spend() {
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
  };
}
