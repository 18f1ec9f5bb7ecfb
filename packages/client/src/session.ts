import { SessionCreateDocument, SessionRefreshDocument, SessionRevokeDocument } from './generated/graphql.ts';
import type { TokenSource, TokenStore, Tokens } from './renewal.ts';
import { inMemory, renewedTokens } from './renewal.ts';
import type { Fetch } from './request.ts';
import { GraphqlFailed, request } from './request.ts';

/** The address or the password is wrong, there were too many tries, or the login ended. */
export class SignInRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'SignInRefused';
    this.code = code;
  }
}

/** One login. Its access token is renewed before it ends, once for all who ask at that time. */
export interface Session extends TokenSource {
  /** @throws SignInRefused, GraphqlFailed */
  signIn(email: string, password: string): Promise<void>;
  /** Ends the login everywhere; the tokens are forgotten also when the gateway is away. */
  signOut(): Promise<void>;
}

/** @param o.url of GraphQL, such as `https://api.example.com/graphql` */
export function createSession(o: { url: string; store?: TokenStore; fetch?: Fetch }): Session {
  const { url, store = inMemory(), fetch: send = fetch } = o;

  async function refreshed(old: Tokens | undefined): Promise<Tokens | undefined> {
    if (!old) return undefined;
    const { refreshToken } = old;
    const { sessionRefresh } = await request(url, SessionRefreshDocument, { refreshToken }, send);
    // Refused: the login ended. A response without a payload is a service that is away: the tokens stay.
    if (!sessionRefresh) throw new GraphqlFailed([{ message: 'The login cannot be renewed right now' }]);
    return sessionRefresh.tokens ?? undefined;
  }

  return {
    ...renewedTokens({ store, renew: refreshed }),
    async signIn(email, password) {
      const { sessionCreate } = await request(
        url,
        SessionCreateDocument,
        { input: { email, password } },
        send,
      );
      const [refused] = sessionCreate?.userErrors ?? [];
      if (refused) throw new SignInRefused(refused.errorCode, refused.message);
      if (!sessionCreate?.tokens) throw new SignInRefused('UNAVAILABLE', 'Nobody can sign in right now');
      store.write(sessionCreate.tokens);
    },
    async signOut() {
      const tokens = store.read();
      store.write(undefined);
      if (!tokens) return;
      await request(url, SessionRevokeDocument, {}, (input, init) =>
        send(input, withToken(init, tokens.accessToken)),
      ).catch(() => undefined); // the tokens are gone from here, and end by themselves
    },
  };
}

const withToken = (init: RequestInit, token: string): RequestInit => {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  return { ...init, headers };
};

const UNAUTHORIZED = 401;

/**
 * A `fetch` that says who calls. A token that the gateway does not accept is renewed and the call made once more: a
 * refused call had no effect. Without a login it calls as a guest.
 */
export function authorizedFetch(session: TokenSource, send: Fetch = fetch): Fetch {
  return async (input, init) => {
    const token = await session.token();
    if (token === undefined) return send(input, init);
    const response = await send(input, withToken(init, token));
    if (response.status !== UNAUTHORIZED) return response;
    const other = await session.replace(token);
    return other === undefined || other === token ? response : send(input, withToken(init, other));
  };
}
