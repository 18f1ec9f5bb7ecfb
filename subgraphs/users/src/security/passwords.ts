import { hash, verify } from '@node-rs/argon2';
import bcrypt from 'bcryptjs';

/** OWASP password storage: argon2id, 19 MiB, two passes, one lane. */
const ARGON2 = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const BCRYPT = /^\$2[aby]\$/;

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Whether the password fits; takes as long for a user who does not exist (`kept` null). */
  fits(password: string, kept: string | null): Promise<boolean>;
  /** Whether a hash is of an older kind, to be made anew at the next login. */
  isOutdated(kept: string): boolean;
}

export async function createPasswords(): Promise<Passwords> {
  const nobody = await hash('nobody has this password', ARGON2);
  return {
    hash: (password) => hash(password, ARGON2),
    fits: async (password, kept) => {
      if (kept !== null && BCRYPT.test(kept)) return bcrypt.compare(password, kept);
      const fits = await verify(kept ?? nobody, password);
      return kept !== null && fits;
    },
    isOutdated: (kept) => !kept.startsWith('$argon2id$v=19$m=19456,t=2,p=1$'),
  };
}
