/** Limits and times of the platform's own work; times in milliseconds. */
export interface PlatformTuning {
  /** Age at which published rows are deleted. */
  readonly outboxRetentionMs: number;
  readonly inboxRetentionMs: number;
  readonly idempotencyRetentionMs: number;
  /** How often deadlines are looked for that another process has scheduled. */
  readonly deadlinePollMs: number;
  readonly deadlineBatch: number;
  readonly deadlineLeaseMs: number;
  readonly deadlineRetryMaxMs: number;
  readonly housekeepingMs: number;
  /** Limits of each transaction of the platform. */
  readonly transactionWaitMs: number;
  readonly transactionTimeoutMs: number;
}

const day = 86_400_000;

export const platformTuning: PlatformTuning = {
  outboxRetentionMs: 3 * day,
  // Longer than the 14 days of the topics, so that reprocessing a topic finds the inbox row of each event.
  inboxRetentionMs: 21 * day,
  idempotencyRetentionMs: day,
  deadlinePollMs: 2_000,
  deadlineBatch: 50,
  deadlineLeaseMs: 15_000,
  deadlineRetryMaxMs: 60_000,
  housekeepingMs: 60_000,
  transactionWaitMs: 5_000,
  transactionTimeoutMs: 10_000,
};
