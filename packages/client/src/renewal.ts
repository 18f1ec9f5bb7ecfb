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

/** Access tokens of one login, each renewed before it ends, once for all who ask at that time. */
export interface TokenSource {
  /** A token that is good for a while; undefined: nobody is signed in. Rejects when it cannot be renewed now. */
  token(): Promise<string | undefined>;
  /** Says that the gateway did not accept `token`. @returns another one, undefined when the login is over */
  replace(token: string): Promise<string | undefined>;
}

/** A token is renewed when less than this is left of it. */
const MARGIN_MS = 60_000;

/** A store that forgets its tokens with the process; `kept` are the tokens to begin with. */
export function inMemory(kept?: Tokens): TokenStore {
  return { read: () => kept, write: (tokens) => void (kept = tokens) };
}

/**
 * @param o.renew gives other tokens for the old ones, undefined when the login is over; the old ones stay if it rejects.
 *   Without old ones nobody is signed in: it may sign in.
 */
export function renewedTokens(o: {
  store: TokenStore;
  renew: (old: Tokens | undefined) => Promise<Tokens | undefined>;
}): TokenSource {
  const { store } = o;
  let renewing: Promise<string | undefined> | undefined;

  async function renewed(): Promise<string | undefined> {
    const old = store.read();
    const tokens = await o.renew(old);
    if (tokens !== old) store.write(tokens);
    return tokens?.accessToken;
  }

  function renew(): Promise<string | undefined> {
    renewing ??= renewed().finally(() => (renewing = undefined));
    return renewing;
  }

  return {
    async token() {
      const tokens = store.read();
      const isGood = tokens && Date.parse(tokens.accessTokenExpiresAt) - Date.now() > MARGIN_MS;
      return isGood ? tokens.accessToken : renew();
    },
    async replace(token) {
      const tokens = store.read();
      return tokens && tokens.accessToken !== token ? tokens.accessToken : renew();
    },
  };
}
