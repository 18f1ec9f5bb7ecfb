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
  /** Logins within the window: for one account from one address (IPv6: one /64 network), and from one address. */
  AUTH_LIMIT_PER_ACCOUNT_AND_IP: integer(1, 1_000_000).default(10),
  AUTH_LIMIT_PER_IP: integer(1, 1_000_000).default(100),
  /** Logins for one account from all addresses together, but for those it logged in from lately. */
  AUTH_LIMIT_PER_ACCOUNT: integer(1, 1_000_000).default(100),
  /** How long an address is known to an account after a login. */
  AUTH_KNOWN_NETWORK_MS: integer(1_000, 366 * 24 * 60 * MINUTE_MS).default(30 * 24 * 60 * MINUTE_MS),
  /** Registrations within the window from one address; they tell which e-mail addresses have an account. */
  AUTH_LIMIT_REGISTER_PER_IP: integer(1, 1_000_000).default(20),
  /** Refreshes within the window; a client needs one for each access token, and many may share an address. */
  AUTH_LIMIT_REFRESH_PER_ACCOUNT: integer(1, 1_000_000).default(300),
  AUTH_LIMIT_REFRESH_PER_IP: integer(1, 1_000_000).default(3_000),
  AUTH_LIMIT_WINDOW_MS: integer(1_000, 24 * 60 * MINUTE_MS).default(15 * MINUTE_MS),
  /** How long sign-ins are kept in the audit log. */
  USERS_SIGN_IN_RETENTION_MS: integer(60 * MINUTE_MS, 10 * 366 * 24 * 60 * MINUTE_MS).default(
    90 * 24 * 60 * MINUTE_MS,
  ),
  USERS_MAX_ADDRESSES: integer(1, 20).default(20),
  USERS_MAX_SESSIONS: integer(1, 100).default(100),
});

export type UsersConfig = z.infer<typeof configSchema>;

/** Times of sessions, in milliseconds. Security does not run faster in a rehearsal: they are the same in all profiles. */
export const sessionTimes = {
  accessTokenMs: 15 * MINUTE_MS,
  refreshTokenMs: 7 * 24 * 60 * MINUTE_MS,
  /** The lost response of the last rotation may be requested again within this time. */
  refreshGraceMs: 10_000,
  /** How often the latest revocations are announced again. */
  reannounceEveryMs: 10_000,
  /** Which revocations are announced again: the life of an access token and a minute. */
  reannounceLastMs: 16 * MINUTE_MS,
} as const;
