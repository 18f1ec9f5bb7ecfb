import { SessionCreateDocument, SessionRefreshDocument, SessionRevokeDocument } from './generated/graphql.ts';
import type { Fetch } from './request.ts';
import { request } from './request.ts';

/** What a login gives; keep it where only this app reads it. */
export interface Tokens {
  readonly accessToken: string;
  /** ISO 8601. */
  readonly accessTokenExpiresAt: string;
  readonly refreshToken: string;
}

/** Keeps tokens over a reload of the app. */
export interface TokenStore {
  read(): Tokens | undefined;
  /** undefined: nobody is signed in any more. */
  write(tokens: Tokens | undefined): void;
}

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
export interface Session {
  /** @throws SignInRefused, GraphqlFailed */
  signIn(email: string, password: string): Promise<void>;
  /** Ends the login everywhere; the tokens are forgotten also when the gateway is away. */
  signOut(): Promise<void>;
  /** A token that is good for a while; undefined: nobody is signed in. @throws GraphqlFailed when it cannot be renewed now */
  token(): Promise<string | undefined>;
  /** Says that the gateway did not accept `token`. @returns another one, undefined when the login is over */
  replace(token: string): Promise<string | undefined>;
}

/** A token is renewed when less than this is left of it. */
const MARGIN_MS = 60_000;

function inMemory(): TokenStore {
  let kept: Tokens | undefined;
  return { read: () => kept, write: (tokens) => void (kept = tokens) };
}

/** @param o.url of GraphQL, such as `https://api.example.com/graphql` */
export function createSession(o: { url: string; store?: TokenStore; fetch?: Fetch }): Session {
  const { url, store = inMemory(), fetch: send = fetch } = o;
  let renewing: Promise<string | undefined> | undefined;

  async function renewed({ refreshToken }: Tokens): Promise<string | undefined> {
    const { sessionRefresh } = await request(url, SessionRefreshDocument, { refreshToken }, send);
    // Refused: the login ended. An answer without a payload is a service that is away: the tokens stay.
    if (sessionRefresh) store.write(sessionRefresh.tokens ?? undefined);
    return sessionRefresh?.tokens?.accessToken;
  }

  function renew(tokens: Tokens): Promise<string | undefined> {
    renewing ??= renewed(tokens).finally(() => (renewing = undefined));
    return renewing;
  }

  return {
    async signIn(email, password) {
      const { sessionCreate } = await request(
        url,
        SessionCreateDocument,
        { input: { email, password } },
        send,
      );
      const [refused] = sessionCreate?.userErrors ?? [];
      if (refused) throw new SignInRefused(refused.code, refused.message);
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
    async token() {
      const tokens = store.read();
      if (!tokens) return undefined;
      if (Date.parse(tokens.accessTokenExpiresAt) - Date.now() > MARGIN_MS) return tokens.accessToken;
      return renew(tokens);
    },
    async replace(token) {
      const tokens = store.read();
      if (!tokens) return undefined;
      return tokens.accessToken === token ? renew(tokens) : tokens.accessToken;
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
export function authorizedFetch(session: Session, send: Fetch = fetch): Fetch {
  return async (input, init) => {
    const token = await session.token();
    if (token === undefined) return send(input, init);
    const response = await send(input, withToken(init, token));
    if (response.status !== UNAUTHORIZED) return response;
    const other = await session.replace(token);
    return other === undefined || other === token ? response : send(input, withToken(init, other));
  };
}
