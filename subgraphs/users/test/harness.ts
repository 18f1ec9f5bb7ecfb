import { createAccessTokenVerifier } from '@nakku/identity';
import { loadConfig } from '@nakku/service';
import { admin, anonymous, type SubgraphClient, type TestWorld, testWorld } from '@nakku/testkit';
import { PrismaPg } from '@prisma/adapter-pg';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { AccessClaims, UserCaller } from '@nakku/identity';
import { configSchema, type UsersConfig } from '../src/config.ts';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { startUsers } from '../src/service.ts';

export const PASSWORD = 'correct horse battery';
const TOKENS = 'tokens { accessToken refreshToken accessTokenExpiresAt refreshTokenExpiresAt }';
const ERRORS = 'userErrors { __typename ... on UserError { code: errorCode path message } }';

/** A running users service with what its tests do all the time. */
export interface UsersHarness {
  readonly world: TestWorld;
  readonly url: string;
  readonly config: UsersConfig;
  readonly db: PrismaClient;
  readonly client: SubgraphClient;
  readonly pool: pg.Pool;
  readonly redis: Redis;
  /** Calls a mutation and returns its payload; fails on top-level errors. */
  mutate(field: string, selection: string, caller?: UserCaller): Promise<Payload>;
  /** A new account, as a caller with its first session's tokens. */
  register(email?: string): Promise<Account>;
  logIn(email: string, password?: string): Promise<Account>;
  /** The claims of an access token, verified with the published keys. */
  claims(accessToken: string): Promise<AccessClaims>;
  stop(): Promise<void>;
}

/** Payload of a mutation: its user errors and what was selected. */
export interface Payload extends Record<string, unknown> {
  readonly userErrors: readonly { __typename: string; code: string; path: string[] }[];
}

export interface Account {
  readonly email: string;
  readonly caller: UserCaller;
  readonly accessToken: string;
  readonly refreshToken: string;
}

let made = 0;

export async function startUsersHarness(more: Record<string, string> = {}): Promise<UsersHarness> {
  const world = await testWorld('users');
  const env = world.env({
    USERS_KEY_ENCRYPTION_SECRET: 'x'.repeat(32),
    AUTH_LIMIT_PER_IP: '100000',
    AUTH_LIMIT_REGISTER_PER_IP: '100000',
    USERS_MAX_ADDRESSES: '3',
    ...more,
  });
  const config = loadConfig(configSchema, env);
  const service = await startUsers(config);
  const client = world.client(service);
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 2 });
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: world.databaseUrl, max: 5 }) });
  const redis = new Redis(config.REDIS_URL);
  const verifier = createAccessTokenVerifier({
    jwksUrl: `${service.url}/.well-known/jwks.json`,
    issuer: 'nakku',
    audience: 'nakku-api',
    clockToleranceSeconds: 5,
  });

  const mutate: UsersHarness['mutate'] = async (field, selection, caller) => {
    const response = await client.query(
      `mutation { ${field} { ${selection} ${ERRORS} } }`,
      {},
      caller ?? anonymous(),
    );
    expect(response.errors).toBeUndefined();
    return Object.values(response.data ?? {})[0];
  };

  async function accountOf(email: string, payload: Record<string, unknown>): Promise<Account> {
    expect(payload.userErrors).toEqual([]);
    const { accessToken, refreshToken } = payload.tokens as Record<'accessToken' | 'refreshToken', string>;
    const { claims } = await verifier.verify(accessToken);
    const caller = {
      ...admin(),
      userId: claims.sub,
      sessionId: claims.sid,
      roleVersion: claims.rv,
      roles: claims.roles,
      scopes: claims.scope.split(' '),
    };
    return { email, caller, accessToken, refreshToken };
  }

  return {
    world,
    url: service.url,
    config,
    db,
    client,
    pool,
    redis,
    mutate,
    claims: async (token) => (await verifier.verify(token)).claims,
    register: async (email = `user-${(made += 1)}@nakku.example`) =>
      accountOf(
        email,
        await mutate(
          `userRegister(input: { email: "${email}", password: "${PASSWORD}", name: "Uma User" })`,
          TOKENS,
        ),
      ),
    logIn: async (email, password = PASSWORD) =>
      accountOf(
        email,
        await mutate(`sessionCreate(input: { email: "${email}", password: "${password}" })`, TOKENS),
      ),
    async stop() {
      await pool.end();
      await db.$disconnect();
      redis.disconnect();
      await service.stop();
      await world.cleanup();
    },
  };
}
