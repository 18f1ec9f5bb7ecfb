import type { Tokens } from '../src/index.ts';
import { GraphqlFailed, authorizedFetch, createSession, inMemory, renewedTokens } from '../src/index.ts';

const tokens = (accessToken: string, minutesLeft: number): Tokens => ({
  accessToken,
  accessTokenExpiresAt: new Date(Date.now() + minutesLeft * 60_000).toISOString(),
  refreshToken: `refresh-${accessToken}`,
});

test('a token is good until its last minute, and is then renewed once for all who ask', async () => {
  let store = inMemory(tokens('one', 2));
  const requests: (string | undefined)[] = [];
  const renew = (old: Tokens | undefined): Promise<Tokens> => {
    requests.push(old?.refreshToken);
    return Promise.resolve(tokens('two', 15));
  };
  expect(await renewedTokens({ store, renew }).token()).toBe('one');
  expect(requests).toEqual([]);

  store = inMemory(tokens('one', 1));
  const source = renewedTokens({ store, renew });
  expect(await Promise.all([source.token(), source.token(), source.replace('one')])).toEqual([
    'two',
    'two',
    'two',
  ]);
  expect(requests).toEqual(['refresh-one']);
  expect(store.read()?.refreshToken).toBe('refresh-two');
});

test('who speaks of a token that was replaced already gets the one that replaced it', async () => {
  const store = inMemory(tokens('two', 15));
  const renew = (): Promise<Tokens> => Promise.reject(new Error('nothing to renew'));
  expect(await renewedTokens({ store, renew }).replace('one')).toBe('two');
});

test('the old tokens stay when they cannot be renewed now, and are tried again', async () => {
  const old = tokens('one', 0);
  const store = inMemory(old);
  const responses = [Promise.reject(new Error('away')), Promise.resolve(tokens('two', 15))];
  const source = renewedTokens({ store, renew: () => responses.shift() ?? Promise.resolve(undefined) });
  await expect(source.token()).rejects.toThrow('away');
  expect(store.read()).toBe(old);
  expect(await source.token()).toBe('two');
});

/** A gateway with this response to each call. */
const respondWith = (data: unknown) => {
  const calls: string[] = [];
  const send = (_url: string, init: RequestInit): Promise<Response> => {
    calls.push(String(init.body));
    return Promise.resolve(new Response(JSON.stringify({ data })));
  };
  return { calls, send };
};
const url = 'http://127.0.0.1:1/graphql';

test('a login that was ended is forgotten, and the app goes on as a guest', async () => {
  const store = inMemory(tokens('one', 0));
  const { send } = respondWith({ sessionRefresh: { tokens: null } });
  expect(await createSession({ url, store, fetch: send }).token()).toBeUndefined();
  expect(store.read()).toBeUndefined();
});

test('while nobody can renew a login its calls fail: none is made as a guest', async () => {
  const old = tokens('one', 0);
  const store = inMemory(old);
  const session = createSession({ url, store, fetch: respondWith({ sessionRefresh: null }).send });
  const { calls, send } = respondWith({});
  await expect(authorizedFetch(session, send)(url, {})).rejects.toThrow(GraphqlFailed);
  expect(calls).toEqual([]);
  expect(store.read()).toBe(old);
});

test('who never signed in has no token, and nothing is asked', async () => {
  const { calls, send } = respondWith({});
  const session = createSession({ url, fetch: send });
  expect(await session.token()).toBeUndefined();
  expect(await session.replace('spoilt')).toBeUndefined();
  expect(calls).toEqual([]);
});
