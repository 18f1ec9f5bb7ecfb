import { admin, captureEvents, eventProducer, eventually } from '@nakku/testkit';
import type { EventCapture, EventProducer } from '@nakku/testkit';
import { v7 } from 'uuid';
import { type Account, PASSWORD, startUsersHarness, type UsersHarness } from './harness.ts';

describe('erasing an account', () => {
  let users: UsersHarness;
  let capture: EventCapture;
  let producer: EventProducer;
  const boss = admin();
  beforeAll(async () => {
    users = await startUsersHarness({ AUTH_LIMIT_PER_ACCOUNT: '5' });
    capture = await captureEvents(users.world.topicPrefix, ['users']);
    producer = await eventProducer(users.world.topicPrefix);
  });
  afterAll(async () => {
    await Promise.all([capture.stop(), producer.stop()]);
    await users.stop();
  });

  const erase = (account: Account, password = PASSWORD) =>
    users.mutate(`accountErase(password: "${password}")`, 'erasedUserId', account.caller);
  const eraseByAdmin = (userId: string) =>
    users.mutate(`userErase(userId: "${userId}")`, 'erasedUserId', boss);
  const rows = async (sql: string, ...values: unknown[]) => (await users.pool.query(sql, values)).rows;

  /** Publishes the next event of an order and waits until the account knows whether it is open. */
  async function order(customerId: string, orderId: string, type: string, sequence: number, more = {}) {
    const data = {
      ...{ orderId, orderNumber: 'NK-1', customerId, storeId: v7(), cartId: v7(), status: 'PLACED' },
      at: new Date().toISOString(),
      ...more,
    };
    const id = await producer.send({ topic: 'orders', type, subject: orderId, sequence, data });
    await eventually(async () =>
      expect(await rows('SELECT 1 FROM platform.inbox WHERE event_id = $1', id)).toHaveLength(1),
    );
  }
  const address = {
    ...{ lines: ['Street 1'], city: 'Berlin', postcode: '10115', country: 'DE', instructions: null },
    location: { latitude: 52.5, longitude: 13.4 },
  };
  const created = () => ({
    ...{ quoteId: v7(), cartOrderNo: 1, paymentMethodId: v7(), handover: 'CODE', dropoff: address },
    lines: [
      {
        ...{ lineId: v7(), productId: v7(), sku: 'MILK', name: 'Milk', packaging: '1 l', imageUrl: null },
        ...{ quantity: 1, unitPrice: 100, taxRate: 700, total: 100, discount: 0, tax: 7, note: null },
        substitution: 'ASK',
      },
    ],
    totals: { currency: 'EUR', subtotal: 100, discount: 0, deliveryFee: 0, tip: 0, tax: 7, total: 100 },
    pickup: { storeId: v7(), name: 'Mitte', address },
    promise: { from: new Date().toISOString(), to: new Date().toISOString() },
  });

  test('leaves nothing personal, publishes it once, and frees the email address', async () => {
    const account = await users.register('erased@nakku.example');
    const { userId } = account.caller;
    await users.mutate(
      `addressAdd(input: { label: "Home", address: { lines: ["Street 1"], city: "Berlin", postcode: "10115",
        country: "DE", location: { latitude: 52.5, longitude: 13.4 } } })`,
      'address { id }',
      account.caller,
    );
    await users.logIn(account.email);
    expect(await erase(account)).toEqual({ erasedUserId: userId, userErrors: [] });

    expect(
      await rows('SELECT email, name, phone, password_hash, status, roles FROM users WHERE id = $1', userId),
    ).toEqual([
      {
        email: `${userId}@erased.invalid`,
        name: 'Erased',
        phone: null,
        password_hash: '',
        status: 'DELETED',
        roles: ['customer'],
      },
    ]);
    for (const table of ['addresses', 'sessions']) {
      expect(await rows(`SELECT 1 FROM ${table} WHERE user_id = $1`, userId)).toEqual([]);
    }
    expect(await rows('SELECT action, actor_id FROM audit_entries WHERE subject_id = $1', userId)).toEqual([
      { action: 'USER_ERASED', actor_id: userId },
    ]);
    const event = await capture.waitFor('user.deleted', { subject: userId });
    expect(event.data).toMatchObject({ user: { userId, status: 'DELETED', addresses: [] } });
    expect(capture.of('user.deleted', userId)).toHaveLength(1);
    const revoked = await capture.waitFor('user.session_revoked', { subject: userId });
    expect(revoked.data).toMatchObject({ user: { addresses: [] } });
    const members = (await rows('SELECT member FROM revocations WHERE member LIKE $1', `rv:${userId}:%`))
      .length;
    expect(members).toBe(1);

    const refused = await users.mutate(
      `sessionRefresh(refreshToken: "${account.refreshToken}")`,
      'tokens { accessToken }',
    );
    expect(refused.userErrors).toMatchObject([{ code: 'INVALID_REFRESH_TOKEN' }]);
    const change = `passwordChange(input: { currentPassword: "${PASSWORD}", newPassword: "another long pass phrase" })`;
    const changed = await users.mutate(change, 'user { id }', account.caller);
    expect(changed.userErrors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    // A second time there is nothing to erase, and nobody learns of the account.
    expect((await erase(account)).userErrors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    expect((await eraseByAdmin(userId)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await users.register('erased@nakku.example')).caller.userId).not.toBe(userId);
  });

  test('waits for open orders, whoever asks', async () => {
    const account = await users.register();
    const { userId } = account.caller;
    const orderId = v7();
    await order(userId, orderId, 'order.created', 1, created());
    const open = { code: 'OPEN_ORDERS', __typename: 'OpenOrdersError' };
    expect(await erase(account)).toMatchObject({ erasedUserId: null, userErrors: [open] });
    expect(await eraseByAdmin(userId)).toMatchObject({ userErrors: [{ ...open, path: ['userId'] }] });
    expect(await rows('SELECT status FROM users WHERE id = $1', userId)).toEqual([{ status: 'ACTIVE' }]);
    const cancelled = { status: 'CANCELLED', reason: 'CUSTOMER_REQUEST', wasConfirmed: false, lines: [] };
    await order(userId, orderId, 'order.cancelled', 2, cancelled);
    expect(await eraseByAdmin(userId.toUpperCase())).toEqual({ erasedUserId: userId, userErrors: [] });
    expect(await rows('SELECT actor_id FROM audit_entries WHERE subject_id = $1', userId)).toEqual([
      { actor_id: boss.userId },
    ]);
  });

  test('an administrator is erased by another one only', async () => {
    const account = await users.register();
    const { userId } = account.caller;
    await users.mutate(`userRolesSet(userId: "${userId}", roles: [CUSTOMER, ADMIN])`, 'user { id }', boss);
    expect(await erase(account)).toMatchObject({ erasedUserId: null, userErrors: [{ code: 'OWN_ACCOUNT' }] });
    expect(await eraseByAdmin(userId)).toEqual({ erasedUserId: userId, userErrors: [] });
  });

  test.each([
    ['erase', (id: string) => `userErase(userId: "${id}")`, 'erasedUserId'],
    ['disable', (id: string) => `userDisable(userId: "${id}")`, 'user { id }'],
    ['take the role from', (id: string) => `userRolesSet(userId: "${id}", roles: [CUSTOMER])`, 'user { id }'],
  ] as const)('of two administrators who %s each other at once one remains', async (_, act, select) => {
    const accounts = [await users.register(), await users.register()];
    for (const { caller } of accounts) {
      await users.mutate(`userRolesSet(userId: "${caller.userId}", roles: [ADMIN])`, 'user { id }', boss);
    }
    const ids = accounts.map(({ caller }) => caller.userId);
    const results = await Promise.all(
      ids.map((id, index) =>
        users.client.query(
          `mutation { ${act(ids[1 - index] ?? '')} { ${select} userErrors { __typename } } }`,
          {},
          {
            ...boss,
            userId: id,
          },
        ),
      ),
    );
    const codes = results.map(({ errors }) => errors?.[0]?.extensions?.code).sort();
    expect(codes).toEqual(['FORBIDDEN', undefined]);
    const left = await rows(
      `SELECT 1 FROM users WHERE id = ANY($1) AND status = 'ACTIVE' AND 'admin' = ANY(roles)`,
      ids,
    );
    expect(left).toHaveLength(1);
  });

  test('the password cannot be guessed by it', async () => {
    const account = await users.register();
    const codes: string[] = [];
    while (codes.at(-1) !== 'TOO_MANY_ATTEMPTS' && codes.length < 50) {
      codes.push(...(await erase(account, 'wrong')).userErrors.map(({ code }) => code));
    }
    // The limit of sign-ins, which is higher from a network that the account is known to use.
    expect(new Set(codes.slice(0, -1))).toEqual(new Set(['INVALID_CREDENTIALS']));
    expect(codes.at(-1)).toBe('TOO_MANY_ATTEMPTS');
    expect((await erase(account)).erasedUserId).toBeNull();
  });
});
