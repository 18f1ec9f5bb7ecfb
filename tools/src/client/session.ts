import { z } from 'zod';
import type { Api } from './api.ts';
import { OperationFailed } from './failures.ts';
import { mutation } from './operation.ts';

const tokensSchema = z.object({
  accessToken: z.string(),
  accessTokenExpiresAt: z.coerce.date(),
  refreshToken: z.string(),
});
export type Tokens = z.infer<typeof tokensSchema>;

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

/** A token is renewed when less than this part of its life is left. */
const MARGIN_MS = 90_000;

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** The access token of one login, always one that is still good for a while. */
export interface Session {
  /**
   * Refreshes, or logs in again, when it is due; several callers wait for the same try.
   * @throws OperationFailed, Refused
   */
  token(): Promise<string>;
  /** The API did not accept this token: it ended or was revoked, so the next one comes of a new login. */
  reject(token: string): void;
}

/** @param tokens of a login that was made already; undefined: the first `token()` logs in */
export function openSession(api: Api, credentials: Credentials, tokens?: Tokens): Session {
  let current = tokens;
  let isRejected = false;
  let renewal: Promise<string> | undefined;

  async function renewed(): Promise<Tokens> {
    if (current && !isRejected) {
      try {
        return (await api.ask(sessionRefresh, { refreshToken: current.refreshToken })).tokens;
      } catch (error) {
        // An unknown or used refresh token ends this login; anything that may pass is the caller's to repeat.
        if (error instanceof OperationFailed && error.isTransient) throw error;
      }
    }
    return (await api.ask(sessionCreate, { input: { ...credentials } })).tokens;
  }

  async function renew(): Promise<string> {
    current = await renewed();
    isRejected = false;
    return current.accessToken;
  }

  return {
    token() {
      const isGood = current && current.accessTokenExpiresAt.getTime() - Date.now() > MARGIN_MS;
      if (isGood && !isRejected) return Promise.resolve(current?.accessToken ?? '');
      renewal ??= renew().finally(() => {
        renewal = undefined;
      });
      return renewal;
    },
    reject(token) {
      if (current?.accessToken === token) isRejected = true;
    },
  };
}
