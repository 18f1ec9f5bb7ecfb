import { integer, secret, subgraphEnv } from '@nakku/service';
import { z } from 'zod';

const MINUTE_MS = 60_000;

/** Environment of the users service. Every limit has its default here. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** Encrypts the private signing keys in the database and derives refresh tokens. */
  USERS_KEY_ENCRYPTION_SECRET: secret(),
  ACCESS_TOKEN_ISSUER: z.string().default('nakku'),
  ACCESS_TOKEN_AUDIENCE: z.string().default('nakku-api'),
  /** Age at which a signing key is followed by a new one. */
  USERS_KEY_ROTATION_MS: integer(MINUTE_MS, 366 * 24 * 60 * MINUTE_MS).default(30 * 24 * 60 * MINUTE_MS),
  /** How long a new key is published before it signs. */
  USERS_KEY_LEAD_MS: integer(0, 60 * MINUTE_MS).default(5 * MINUTE_MS),
  /** Logins, and registrations, within the window: for one account, and from one address (IPv6: one /64 network). */
  AUTH_LIMIT_PER_ACCOUNT: integer(1, 1_000_000).default(10),
  AUTH_LIMIT_PER_IP: integer(1, 1_000_000).default(100),
  /** Refreshes within the window; a client needs one for each access token, and many may share an address. */
  AUTH_LIMIT_REFRESH_PER_ACCOUNT: integer(1, 1_000_000).default(300),
  AUTH_LIMIT_REFRESH_PER_IP: integer(1, 1_000_000).default(3_000),
  AUTH_LIMIT_WINDOW_MS: integer(1_000, 24 * 60 * MINUTE_MS).default(15 * MINUTE_MS),
  USERS_MAX_ADDRESSES: integer(1, 20).default(20),
  USERS_MAX_SESSIONS: integer(1, 100).default(100),
});

export type UsersConfig = z.infer<typeof configSchema>;
