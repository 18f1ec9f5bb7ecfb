import type { KeyRing } from '../app/keyRing.ts';
import { signing } from '../domain/signingKeys.ts';
import { reportSigningKey } from '../metrics.ts';

/** Rotates the signing key when it is old enough, and reports since when the one that signs does so. */
export async function rotateKeys(keyRing: KeyRing, now: Date): Promise<void> {
  await keyRing.rotateIfDue(now);
  const key = signing(await keyRing.list(), now);
  if (key) reportSigningKey(key.activeFrom);
}
