import type { TokenSource, Tokens } from '@nakku/client';
import { inMemory, renewedTokens } from '@nakku/client';
import { z } from 'zod';
import type { Api } from './api.ts';
import { OperationFailed } from './failures.ts';
import { mutation } from './operation.ts';

const tokensSchema = z.object({
  accessToken: z.string(),
  accessTokenExpiresAt: z.string(),
  refreshToken: z.string(),
});

/** Part of every operation that logs somebody in. */
export const TOKENS = 'tokens { accessToken accessTokenExpiresAt refreshToken }';
export const signedIn = z.object({ tokens: tokensSchema, user: z.object({ id: z.string() }) });

const sessionCreate = mutation<{ input: { email: string; password: string } }>()(
  `mutation SessionCreate($input: SessionCreateInput!) {
    sessionCreate(input: $input) { user { id } ${TOKENS} userErrors { ...Refusal } }
  }`,
  signedIn,
);

const sessionRefresh = mutation<{ refreshToken: string }>()(
  `mutation SessionRefresh($refreshToken: String!) {
    sessionRefresh(refreshToken: $refreshToken) { ${TOKENS} userErrors { ...Refusal } }
  }`,
  signedIn.omit({ user: true }),
);

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Tokens of somebody who logs in again whenever a login is over; `token` and `replace` reject as an operation does. */
export interface Session extends TokenSource {
  /** The API did not accept this token: it ended or was revoked, so the next one comes of a new login. */
  reject(token: string): void;
}

/** @param tokens of a login that was made already; undefined: the first `token()` logs in */
export function openSession(api: Api, credentials: Credentials, tokens?: Tokens): Session {
  const store = inMemory(tokens);

  async function renew(old: Tokens | undefined): Promise<Tokens> {
    if (old) {
      try {
        return (await api.execute(sessionRefresh, { refreshToken: old.refreshToken })).tokens;
      } catch (error) {
        // An unknown or used refresh token ends this login; anything that may pass is the caller's to repeat.
        if (error instanceof OperationFailed && error.isTransient) throw error;
      }
    }
    return (await api.execute(sessionCreate, { input: { ...credentials } })).tokens;
  }

  const { token } = renewedTokens({ store, renew });
  const reject = (rejected: string): void => {
    if (store.read()?.accessToken === rejected) store.write(undefined);
  };
  return {
    token,
    reject,
    async replace(rejected) {
      reject(rejected);
      return token();
    },
  };
}
