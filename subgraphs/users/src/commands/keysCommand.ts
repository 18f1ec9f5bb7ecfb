import { connectRedis, openDatabase, openRedis } from '@nakku/service';
import { logger } from '@nakku/telemetry';
import { createKeyRing, type KeyRing } from '../app/keyRing.ts';
import type { Revocations } from '../app/ports.ts';
import { sessionTimes } from '../config.ts';
import type { UsersConfig } from '../config.ts';
import { signing } from '../domain/signingKeys.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { createSealer } from '../ports/crypto/sealer.ts';
import { createRevocations } from '../ports/redis/revocations.ts';

const usage = `node dist/commands/keys.js
  list          keys that are published, newest first
  rotate        a new key, published now, which signs after USERS_KEY_LEAD_MS; nobody is logged out
  revoke <kid>  a key that somebody else may have: its tokens are void at once, clients refresh`;
const redisFirstTryMs = 2_000;

/** Where the command writes to. */
export interface Terminal {
  print(line: string): void;
  complain(line: string): void;
}

async function list(ring: KeyRing, { print }: Terminal): Promise<void> {
  const now = new Date();
  const keys = await ring.list();
  const current = signing(keys, now);
  for (const key of keys) {
    const state = key === current ? 'signs' : key.activeFrom > now ? 'waits' : 'verifies';
    print(`${key.kid}  ${state.padEnd(8)}  from ${key.activeFrom.toISOString()}`);
  }
}

async function rotate(ring: KeyRing, { print }: Terminal): Promise<void> {
  const key = await ring.rotate(new Date());
  print(`${key.kid} signs from ${key.activeFrom.toISOString()}`);
}

/** @returns whether there was such a key */
async function revoke(
  ring: KeyRing,
  revocations: Revocations,
  kid: string,
  { print, complain }: Terminal,
): Promise<boolean> {
  const revocation = await ring.revoke(kid, new Date());
  if (revocation === null) {
    complain(`there is no key ${kid}`);
    return false;
  }
  await revocations.announce([revocation]);
  print(`${kid} is gone`);
  return true;
}

/** `list`, `rotate` or `revoke <kid>`: the keys that sign access tokens, for operators. @returns whether all is well */
export async function keysCommand(
  [command, kid]: readonly string[],
  config: UsersConfig,
  terminal: Terminal,
): Promise<boolean> {
  const known = command === 'list' || command === 'rotate' || (command === 'revoke' && kid !== undefined);
  if (!known) {
    terminal.complain(usage);
    return false;
  }
  const { pool, adapter } = openDatabase({ url: config.DATABASE_URL, poolSize: 1, service: 'users' });
  const db = new PrismaClient({ adapter });
  const redis = openRedis({ url: config.REDIS_URL, keyPrefix: config.REDIS_PREFIX });
  try {
    await connectRedis(redis, redisFirstTryMs);
    const ring = createKeyRing(
      db,
      createSealer(config.USERS_KEY_ENCRYPTION_SECRET),
      config,
      sessionTimes.accessTokenMs,
    );
    if (command === 'revoke') {
      const log = logger({ part: 'keys' });
      const revocations = createRevocations(redis, { channelPrefix: config.REDIS_PREFIX, log });
      return await revoke(ring, revocations, kid ?? '', terminal);
    }
    await (command === 'list' ? list : rotate)(ring, terminal);
    return true;
  } finally {
    redis.disconnect();
    await db.$disconnect();
    await pool.end();
  }
}
