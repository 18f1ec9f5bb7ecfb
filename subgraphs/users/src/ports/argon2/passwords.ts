import { hash, verify } from '@node-rs/argon2';
import bcrypt from 'bcryptjs';
import type { Passwords } from '../../app/ports.ts';

/** OWASP password storage: argon2id, 19 MiB, two passes, one lane. */
const ARGON2 = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const BCRYPT = /^\$2[aby]\$/;

/** Hashes passwords by argon2id; also verifies the bcrypt hashes of an older system. */
export async function createPasswords(): Promise<Passwords> {
  const nobody = await hash('nobody has this password', ARGON2);
  return {
    hash: (password) => hash(password, ARGON2),
    matches: async (password, stored) => {
      if (stored !== null && BCRYPT.test(stored)) return bcrypt.compare(password, stored);
      const matches = await verify(stored ?? nobody, password);
      return stored !== null && matches;
    },
    isOutdated: (stored) => !stored.startsWith('$argon2id$v=19$m=19456,t=2,p=1$'),
  };
}
