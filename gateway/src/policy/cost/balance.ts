import { refusal } from '../../request/results.ts';
import type { Refusal } from '../../request/results.ts';

/** What one kind of client may have. */
export interface Allowance {
  readonly cost: number;
  readonly costPerSecond: number;
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** Documents that were never seen: each is parsed, validated and planned. */
  readonly documents: number;
  readonly documentsPerSecond: number;
}

/** What is left to a client. */
export interface Balance {
  readonly allowance: Allowance;
  readonly cost: number;
  readonly requests: number;
}

/** 429 of a client that may come back after a time. */
export function refusedFor(waitMs: number, code: string, message: string, balance: Balance): Refusal {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return {
    ...refusal(429, code, message, { retryAfterSeconds }),
    headers: { 'retry-after': String(retryAfterSeconds), ...balanceHeaders(balance) },
  };
}

/**
 * The client's requests as headers: https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-06,
 * and its budget of cost.
 */
export function balanceHeaders({ allowance, requests, cost }: Balance): Record<string, string> {
  const seconds = (amount: number, perSecond: number) => String(Math.ceil(amount / perSecond));
  const { requests: limit, requestsPerSecond } = allowance;
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(Math.max(0, requests)),
    'ratelimit-reset': seconds(limit - Math.max(0, requests), requestsPerSecond),
    'ratelimit-policy': `${limit};w=${seconds(limit, requestsPerSecond)}`,
    'x-graphql-cost-remaining': String(Math.max(0, cost)),
  };
}
