import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { RefreshTokens } from '../../app/ports.ts';

/** 256 bits. */
const BYTES = 32;

/** Refresh tokens are random at first and then derived one from the other by HMAC with the service's secret. */
export function createRefreshTokens(secret: string): RefreshTokens {
  const key = createHash('sha256').update(`refresh tokens:${secret}`).digest();
  return {
    create: () => randomBytes(BYTES).toString('base64url'),
    successor: (token) => createHmac('sha256', key).update(token).digest('base64url'),
    hash: (token) => createHash('sha256').update(token).digest('base64url'),
  };
}
