/** When a child that died is started again. */
export interface RestartPolicy {
  firstDelayMs: number;
  /** Each further death within the window multiplies the delay by this. */
  factor: number;
  maxDelayMs: number;
  /** This many deaths within the window, and it stays down. */
  deathsToGiveUp: number;
  windowMs: number;
}

/** 0.2 s, 0.8 s, 3.2 s, 10 s; the fifth death within a minute is the last. */
export const RESTART_POLICY: RestartPolicy = {
  firstDelayMs: 200,
  factor: 4,
  maxDelayMs: 10_000,
  deathsToGiveUp: 5,
  windowMs: 60_000,
};

export type RestartDecision = { kind: 'restart'; afterMs: number } | { kind: 'give_up'; deaths: number };

/**
 * @param deaths times of all deaths so far in epoch ms, the one to decide on included
 * @param now epoch ms
 */
export function decideRestart(
  deaths: readonly number[],
  now: number,
  policy: RestartPolicy,
): RestartDecision {
  const recent = deaths.filter((death) => death > now - policy.windowMs).length;
  if (recent >= policy.deathsToGiveUp) return { kind: 'give_up', deaths: recent };
  const delay = policy.firstDelayMs * policy.factor ** Math.max(0, recent - 1);
  return { kind: 'restart', afterMs: Math.min(delay, policy.maxDelayMs) };
}
