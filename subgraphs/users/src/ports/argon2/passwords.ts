import { hash, verify } from '@node-rs/argon2';
import bcrypt from 'bcryptjs';
import type { Passwords } from '../../app/ports.ts';

/** OWASP password storage: argon2id, 19 MiB, two passes, one lane. */
const ARGON2 = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const BCRYPT = /^\$2[aby]\$/;

/** Keyboards write one character in different ways: what looks the same is the same password. */
const normalForm = (password: string): string => password.normalize('NFKC');

async function verifies(stored: string, password: string): Promise<boolean> {
  return BCRYPT.test(stored) ? bcrypt.compare(password, stored) : verify(stored, password);
}

/** Hashes passwords by argon2id, in one normal form; also verifies the bcrypt hashes of an older system. */
export async function createPasswords(): Promise<Passwords> {
  const nobody = await hash('nobody has this password', ARGON2);
  return {
    hash: (password) => hash(normalForm(password), ARGON2),
    async matches(password, stored) {
      const normal = normalForm(password);
      if (stored === null) {
        await verify(nobody, normal);
        return false;
      }
      if (await verifies(stored, normal)) return true;
      // Hashes of before were made of what was typed.
      return normal !== password && verifies(stored, password);
    },
    isOutdated: (stored) => !stored.startsWith('$argon2id$v=19$m=19456,t=2,p=1$'),
  };
}
