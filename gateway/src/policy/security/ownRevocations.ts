import { IDENTITY_HEADER, REVOCATIONS_PATH } from '@nakku/identity';
import type { IdentitySigner } from '@nakku/identity';
import { request } from 'undici';
import { z } from 'zod';

const responseSchema = z.object({ revoked: z.array(z.tuple([z.string(), z.number()])) });
const timeoutMs = 2_000;

/**
 * Reads what users keeps of revoked tokens, past Redis.
 * @param usersUrl any URL of users, such as that of its keys
 * @returns members and when each may be forgotten (epoch ms), in turn
 */
export function ownRevocations(usersUrl: string, signer: IdentitySigner): () => Promise<readonly string[]> {
  const url = new URL(REVOCATIONS_PATH, usersUrl);
  return async () => {
    const { statusCode, body } = await request(url, {
      headers: { [IDENTITY_HEADER]: await signer.sign({ kind: 'anonymous' }, 'users') },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (statusCode !== 200) {
      await body.dump();
      throw new Error(`${url.href} responded with ${statusCode}`);
    }
    const { revoked } = responseSchema.parse(await body.json());
    return revoked.flatMap(([member, endsAt]) => [member, String(endsAt)]);
  };
}
