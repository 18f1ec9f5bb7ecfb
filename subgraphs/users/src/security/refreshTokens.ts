import { createHash, createHmac, randomBytes } from 'node:crypto';

/** 256 bits. */
const BYTES = 32;

export interface RefreshTokens {
  /** The first token of a session. */
  create(): string;
  /** The token that follows `token`: always the same one, so that a lost answer can be given again without keeping it. */
  successor(token: string): string;
  /** What is kept of a token. */
  hash(token: string): string;
}

/** Refresh tokens are random at first and then derived one from the other by HMAC with the service's secret. */
export function createRefreshTokens(secret: string): RefreshTokens {
  const key = createHash('sha256').update(`refresh tokens:${secret}`).digest();
  return {
    create: () => randomBytes(BYTES).toString('base64url'),
    successor: (token) => createHmac('sha256', key).update(token).digest('base64url'),
    hash: (token) => createHash('sha256').update(token).digest('base64url'),
  };
}
