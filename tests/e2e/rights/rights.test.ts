import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { mutation } from '../../../tools/src/client/index.ts';
import type { Customer } from '../harness/accounts.ts';
import { closeAll, newCustomer, theAdmin } from '../harness/accounts.ts';
import type { RawResponse } from '../harness/raw.ts';
import { post } from '../harness/raw.ts';
import { cancel, order, orderOf, orderWhen, product } from '../harness/shopping.ts';
import { SUBGRAPHS, system } from '../harness/system.ts';
import { tokenThatEnds } from '../harness/tokens.ts';
import { until } from '../harness/waiting.ts';
import { watchBySocket } from '../harness/watch.ts';

const { productId } = product(70);
let owner: Customer;
let stranger: Customer;
let orderId: string;
beforeAll(async () => {
  [owner, stranger] = await Promise.all([newCustomer('Olga Owner'), newCustomer('Sam Stranger')]);
  ({ orderId } = await order(owner, [{ productId, quantity: 1 }]));
  await orderWhen(owner, orderId, ({ delivery }) => delivery !== null);
});
afterAll(async () => {
  await cancel(owner, orderId);
  await orderWhen(owner, orderId, ({ payment }) => payment?.status === 'VOIDED');
  await closeAll();
});

const ME = 'query Me { me { id } }';

/** The response without what differs from call to call. */
const anonymised = ({ status, data, errors }: RawResponse, id: string): unknown =>
  JSON.parse(JSON.stringify({ status, data, errors }).replaceAll(id, '<id>'));

/** A second, and what two busy cores add to it. */
const A_SECOND_MS = 3_000;

const rolesSet = mutation<{ userId: string; roles: readonly string[] }>()(
  `mutation UserRolesSet($userId: ID!, $roles: [Role!]!) {
    userRolesSet(userId: $userId, roles: $roles) { user { id } userErrors { ...Refusal } }
  }`,
  z.object({ user: z.object({ id: z.string() }) }),
);

describe('somebody else’s order', () => {
  test.each([
    ['order', 'query ($id: ID!) { order(id: $id) { id status address { lines } payment { status } } }', null],
    ['its delivery', 'query ($id: ID!) { delivery(orderId: $id) { id handoverCode } }', null],
  ])('%s cannot be told from one that does not exist', async (_, query, expected) => {
    const execute = async (id: string): Promise<unknown> =>
      anonymised(await post({ query, variables: { id }, token: stranger.accessToken }), id);
    const missing = await execute(randomUUID());
    const foreign = await execute(orderId);
    expect(foreign).toEqual(missing);
    expect(Object.values(Object(foreign).data)).toEqual([expected]);
    const own = await post({ query, variables: { id: orderId }, token: owner.accessToken });
    expect(Object.values(Object(own.data))).toEqual([expect.objectContaining({ id: expect.any(String) })]);
  });

  const REFUSAL = 'userErrors { __typename ... on UserError { code: errorCode message path } }';
  test.each([
    ['orderCancel', 'OrderCancelInput', {}],
    ['orderPackingStart', 'OrderPackingInput', {}],
    ['paymentRetry', 'PaymentRetryInput', { paymentMethodId: true }],
  ])('%s does nothing and responds as for one that does not exist', async (field, input, more) => {
    const { version } = await orderOf(owner, orderId);
    const query = `mutation ($input: ${input}!) { ${field}(input: $input) { ${REFUSAL} } }`;
    const act = async (id: string): Promise<unknown> => {
      const method = 'paymentMethodId' in more ? { paymentMethodId: stranger.methodId } : {};
      const variables = { input: { orderId: id, idempotencyKey: randomUUID(), ...method } };
      return anonymised(await post({ query, variables, token: stranger.accessToken }), id);
    };
    const foreign = await act(orderId);
    expect(foreign).toEqual(await act(randomUUID()));
    expect(JSON.stringify(foreign)).toMatch(/NOT_FOUND|UNAUTHORIZED_FIELD_OR_TYPE/);
    expect((await orderOf(owner, orderId)).version).toBe(version);
  });

  test('cannot be followed', async () => {
    const follow = async (id: string): Promise<string> => {
      const watch = watchBySocket(stranger, id, { retryAttempts: 0 });
      const why = await watch.begins().then(
        () => 'nothing',
        (error: unknown) => String(error),
      );
      expect(watch.updates).toEqual([]);
      await watch.stop();
      return why.replaceAll(id, '<id>');
    };
    const foreign = await follow(orderId);
    expect(foreign).toContain('NOT_FOUND');
    expect(foreign).toBe(await follow(randomUUID()));
  });
});

describe('a token', () => {
  const refused = (reason: string): unknown => ({
    status: 401,
    data: undefined,
    errors: [
      expect.objectContaining({ extensions: expect.objectContaining({ code: 'UNAUTHENTICATED', reason }) }),
    ],
  });

  test('that has ended is refused', async () => {
    const token = await tokenThatEnds(owner.accessToken, -60);
    expect(await post({ query: ME, token })).toEqual(refused('TOKEN_EXPIRED'));
  });

  test('that ends closes the subscription which began with it', async () => {
    const accessToken = await tokenThatEnds(owner.accessToken, 3);
    const watch = watchBySocket({ ...owner, accessToken }, orderId, { retryAttempts: 0 });
    await watch.begins();
    await until(
      () => watch.closeCodes,
      (codes) => codes.length > 0,
    );
    expect(watch.closeCodes).toEqual([4403]);
  });

  test('of somebody who changed it is refused', async () => {
    const [head = '', body = '', signature = ''] = owner.accessToken.split('.');
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    const better = Buffer.from(JSON.stringify({ ...Object(claims), roles: ['admin'] })).toString('base64url');
    const token = [head, better, signature].join('.');
    expect(await post({ query: ME, token })).toEqual(refused('TOKEN_INVALID'));
  });

  test('of a session that was logged out is void at once, for queries and for what is open', async () => {
    const leaving = await newCustomer('Lena Leaving');
    const mine = await order(leaving, [{ productId, quantity: 1 }]);
    const watch = watchBySocket(leaving, mine.orderId, { retryAttempts: 0 });
    await watch.inStatus('CONFIRMED');
    await orderWhen(leaving, mine.orderId, ({ delivery }) => delivery !== null);
    await cancel(leaving, mine.orderId);
    await watch.step('CANCELLED');
    const response = await post({
      query: 'mutation { sessionRevoke { sessionId userErrors { __typename } } }',
      token: leaving.accessToken,
    });
    expect(response.data).toEqual({ sessionRevoke: { sessionId: expect.any(String), userErrors: [] } });
    await until(
      () => post({ query: ME, token: leaving.accessToken }),
      ({ status }) => status === 401,
      A_SECOND_MS,
    );
    expect(await post({ query: ME, token: leaving.accessToken })).toEqual(refused('TOKEN_REVOKED'));
    await until(
      () => watch.closeCodes,
      (codes) => codes.length > 0,
      A_SECOND_MS,
    );
    expect(watch.closeCodes).toEqual([4403]);
  });

  test('with roles that are no longer so is void', async () => {
    const rising = await newCustomer('Rita Rising');
    expect((await post({ query: ME, token: rising.accessToken })).data).toEqual({
      me: { id: rising.userId },
    });
    await theAdmin.execute(rolesSet, { userId: rising.userId, roles: ['CUSTOMER', 'COURIER'] });
    await until(
      () => post({ query: ME, token: rising.accessToken }),
      ({ status }) => status === 401,
      A_SECOND_MS,
    );
    expect(await post({ query: ME, token: rising.accessToken })).toEqual(refused('TOKEN_REVOKED'));
  });
});

describe('without the gateway', () => {
  test.each(SUBGRAPHS)(
    '%s refuses a call, with a customer’s token or with an identity made up',
    async (name) => {
      const url = system.url(name);
      const query = '{ __typename }';
      const made: Record<string, string>[] = [
        {},
        { authorization: `Bearer ${owner.accessToken}` },
        { 'x-nakku-identity': owner.accessToken },
        { 'x-nakku-identity': 'eyJhbGciOiJub25lIn0.eyJraW5kIjoidXNlciJ9.' },
      ];
      const responses = await Promise.all(made.map((headers) => post({ query, url, headers })));
      expect(responses.map(({ status, data }) => [status, data])).toEqual(made.map(() => [401, undefined]));
    },
  );

  test('the gateway does not hand on an identity that a client made up', async () => {
    const headers = { 'x-nakku-identity': 'eyJhbGciOiJub25lIn0.eyJraW5kIjoidXNlciJ9.' };
    expect(await post({ query: ME, headers })).toEqual({
      status: 200,
      data: { me: null },
      errors: undefined,
    });
  });
});
