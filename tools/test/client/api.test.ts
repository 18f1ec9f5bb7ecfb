import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pauseBefore } from '@nakku/client';
import { z } from 'zod';
import { mutation, openAccount, openApi, query } from '../../src/client/index.ts';
import type { Api } from '../../src/client/index.ts';
import { OperationFailed, Refused } from '../../src/client/failures.ts';
import { withRetries } from '../../src/client/retry.ts';

interface OperationRequest {
  readonly operationName: string;
  readonly variables: unknown;
  readonly authorization: string | undefined;
}

/** A gateway with the responses of the test, in turn, and keeps the last response. */
async function gateway(
  ...responses: unknown[]
): Promise<{ api: Api; requests: OperationRequest[]; close(): Promise<void> }> {
  const requests: OperationRequest[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      const { operationName, variables } = z
        .object({ operationName: z.string(), variables: z.unknown() })
        .parse(JSON.parse(body));
      requests.push({ operationName, variables, authorization: request.headers.authorization });
      const reply = responses.length > 1 ? responses.shift() : responses[0];
      response.setHeader('content-type', 'application/json');
      response.end(typeof reply === 'string' ? reply : JSON.stringify(reply));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const api = openApi(`http://127.0.0.1:${port}`);
  return {
    api,
    requests,
    async close() {
      await api.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const product = query<{ id: string }>()(
  'query Product($id: ID!) { product(by: { id: $id }) { name } }',
  z.object({ product: z.object({ name: z.string() }) }),
);
const cartClear = mutation<{ cartId: string }>()(
  'mutation CartClear($cartId: ID!) { cartClear(cartId: $cartId) { cart { id } userErrors { ...Refusal } } }',
  z.object({ cart: z.object({ id: z.string() }) }),
);

const failure = (promise: Promise<unknown>): Promise<OperationFailed> =>
  promise.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: unknown) => {
      if (error instanceof OperationFailed) return error;
      throw error;
    },
  );

test('asks by name and reads the shape', async () => {
  const { api, requests, close } = await gateway({ data: { product: { name: 'Milk' } } });
  expect(await api.execute(product, { id: '1' }, 'token')).toEqual({ product: { name: 'Milk' } });
  expect(requests).toEqual([
    { operationName: 'Product', variables: { id: '1' }, authorization: 'Bearer token' },
  ]);
  await close();
});

test('a refusal is an exception with operation, code and path', async () => {
  const userErrors = [
    { __typename: 'NotFoundError', message: 'There is no such cart.', code: 'NOT_FOUND', path: ['cartId'] },
  ];
  const { api, close } = await gateway({ data: { cartClear: { cart: null, userErrors } } });
  const error = await failure(api.execute(cartClear, { cartId: '1' }));
  expect(error).toBeInstanceOf(Refused);
  expect(error.message).toBe('CartClear: NOT_FOUND: cartId There is no such cart.');
  expect(error.isTransient).toBe(false);
  await close();
});

test.each([
  ['SUBGRAPH_UNAVAILABLE', true],
  ['INTERNAL_SERVER_ERROR', true],
  ['UNAUTHENTICATED', true],
  ['FORBIDDEN', false],
  ['BAD_USER_INPUT', false],
  ['CURSOR_EXPIRED', false],
])('an error with %s may pass: %p', async (code, isTransient) => {
  const { api, close } = await gateway({ data: null, errors: [{ message: 'no', extensions: { code } }] });
  expect(await failure(api.execute(product, { id: '1' }))).toMatchObject({
    operation: 'Product',
    code,
    isTransient,
  });
  await close();
});

test('partial data is a failure, too: nobody may act on half a response', async () => {
  const errors = [{ message: 'away', path: ['product'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }];
  const { api, close } = await gateway({ data: { product: null }, errors });
  const error = await failure(api.execute(product, { id: '1' }));
  expect(error.message).toBe('Product: SUBGRAPH_UNAVAILABLE: away at product');
  await close();
});

test('a response of another shape is an error that no repetition heals', async () => {
  const { api, close } = await gateway({ data: { product: { name: 1 } } });
  expect(await failure(api.execute(product, { id: '1' }))).toMatchObject({
    code: 'UNEXPECTED_ANSWER',
    isTransient: false,
  });
  await close();
});

test('no response, and one that is no GraphQL, may pass', async () => {
  const { api, close } = await gateway('<html>');
  expect(await failure(api.execute(product, { id: '1' }))).toMatchObject({
    code: 'UNREACHABLE',
    isTransient: true,
  });
  await close();
  expect(await failure(api.execute(product, { id: '1' }))).toMatchObject({
    code: 'UNREACHABLE',
    isTransient: true,
  });
});

describe('an account', () => {
  const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
  const tokens = (accessToken: string, minutes = 15) => ({
    accessToken,
    accessTokenExpiresAt: inMinutes(minutes),
    refreshToken: `refresh-${accessToken}`,
  });
  const signedIn = (accessToken: string, minutes?: number) => ({
    data: { sessionCreate: { user: { id: 'u' }, tokens: tokens(accessToken, minutes), userErrors: [] } },
  });
  const milk = { data: { product: { name: 'Milk' } } };
  const who = { email: 'a@b.example', password: 'secret-secret' };

  test('logs in once and then uses the token', async () => {
    const { api, requests, close } = await gateway(signedIn('one'), milk);
    const account = openAccount(api, who);
    await Promise.all([account.execute(product, { id: '1' }), account.execute(product, { id: '2' })]);
    expect(requests.map(({ operationName, authorization }) => [operationName, authorization])).toEqual([
      ['SessionCreate', undefined],
      ['Product', 'Bearer one'],
      ['Product', 'Bearer one'],
    ]);
    await account.close();
    await close();
  });

  test('refreshes before the token ends', async () => {
    const refreshed = { data: { sessionRefresh: { tokens: tokens('two'), userErrors: [] } } };
    const { api, requests, close } = await gateway(signedIn('one', 1), milk, refreshed, milk);
    const account = openAccount(api, who);
    await account.execute(product, { id: '1' });
    await account.execute(product, { id: '2' });
    expect(requests.map(({ operationName, authorization }) => [operationName, authorization])).toEqual([
      ['SessionCreate', undefined],
      ['Product', 'Bearer one'],
      ['SessionRefresh', undefined],
      ['Product', 'Bearer two'],
    ]);
    expect(requests[2]?.variables).toEqual({ refreshToken: 'refresh-one' });
    await account.close();
    await close();
  });

  test('logs in again when its token is refused', async () => {
    const refused = { errors: [{ message: 'revoked', extensions: { code: 'UNAUTHENTICATED' } }] };
    const { api, requests, close } = await gateway(signedIn('one'), refused, signedIn('two'), milk);
    const account = openAccount(api, who);
    expect(await account.execute(product, { id: '1' })).toEqual({ product: { name: 'Milk' } });
    expect(requests.map(({ operationName, authorization }) => [operationName, authorization])).toEqual([
      ['SessionCreate', undefined],
      ['Product', 'Bearer one'],
      ['SessionCreate', undefined],
      ['Product', 'Bearer two'],
    ]);
    await account.close();
    await close();
  });

  test('logs in again when its refresh token is not accepted', async () => {
    const userErrors = [
      { __typename: 'InvalidRefreshTokenError', message: 'used', code: 'INVALID_REFRESH_TOKEN', path: [] },
    ];
    const noRefresh = { data: { sessionRefresh: { tokens: null, userErrors } } };
    const { api, requests, close } = await gateway(
      signedIn('one', 1),
      milk,
      noRefresh,
      signedIn('two'),
      milk,
    );
    const account = openAccount(api, who);
    await account.execute(product, { id: '1' });
    await account.execute(product, { id: '2' });
    expect(requests.map(({ operationName }) => operationName)).toEqual([
      'SessionCreate',
      'Product',
      'SessionRefresh',
      'SessionCreate',
      'Product',
    ]);
    await account.close();
    await close();
  });

  test('is patient with a service that is away', async () => {
    const away = { data: null, errors: [{ message: 'away', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] };
    const { api, requests, close } = await gateway(signedIn('one'), away, away, milk);
    const account = openAccount(api, who);
    expect(await account.execute(product, { id: '1' })).toEqual({ product: { name: 'Milk' } });
    expect(requests).toHaveLength(4);
    await account.close();
    await close();
  });
});

describe('timeouts and retries', () => {
  const away = new OperationFailed({ operation: 'X', code: 'AWAY', detail: 'away', isTransient: true });

  test('ends with the last error when the time is over', async () => {
    await expect(withRetries(() => Promise.reject(away), { timeoutMs: 0 })).rejects.toBe(away);
  });

  test('has none with what does not pass', async () => {
    let tries = 0;
    const work = (): Promise<never> => {
      tries += 1;
      return Promise.reject(new Error('a bug'));
    };
    await expect(withRetries(work, { timeoutMs: 10_000 })).rejects.toThrow('a bug');
    expect(tries).toBe(1);
  });

  test('pauses double up to a bound and leave half to chance', () => {
    expect([0, 1, 2, 3].map((failures) => pauseBefore(failures, 2_000, 1))).toEqual([100, 200, 400, 800]);
    expect(pauseBefore(0, 2_000, 0)).toBe(50);
    expect(pauseBefore(50, 2_000, 1)).toBe(2_000);
  });
});

test('an operation without a name is refused where it is written', () => {
  expect(() => query()('{ me { id } }', z.object({}))).toThrow('has no name');
});

test('a mutation is called like the field that it asks for', () => {
  const requests = '{ productUpdate { userErrors { ...Refusal } } }';
  expect(() => mutation()(`mutation Describe ${requests}`, z.object({}))).toThrow(
    'mutation Describe does not ask for describe',
  );
  expect(mutation()(`mutation ProductUpdate ${requests}`, z.object({})).field).toBe('productUpdate');
});
