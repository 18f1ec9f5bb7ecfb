import { spawn } from 'node:child_process';
import path from 'node:path';
import { DEMO_PASSWORD, demoCustomer, demoPaymentMethods } from '@nakku/demo';
import { WebSocket } from 'ws';
import { createNakkuApollo } from '../../../packages/client/src/apollo.ts';
import { MyOrdersDocument, OrderWatchDocument } from '../../../packages/client/src/generated/graphql.ts';
import type { OrderWatchSubscription } from '../../../packages/client/src/generated/graphql.ts';
import type { Tokens } from '../../../packages/client/src/index.ts';
import { createNakkuClient, createSession } from '../../../packages/client/src/index.ts';
import { closedAtTheEnd, demoAccount, closeAll } from '../harness/accounts.ts';
import { cancel, fillCart, orderInStatus, orderOf, placeOrder, product } from '../harness/shopping.ts';
import type { Customer } from '../harness/accounts.ts';
import { system } from '../harness/system.ts';
import { until } from '../harness/waiting.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const url = `${system.gatewayUrl}/graphql`;
const options = { url, webSocketImpl: WebSocket };
const { productId } = product(70);
const A_RESTART_MS = 60_000;

const carla: Customer = {
  ...demoCustomer,
  password: DEMO_PASSWORD,
  accessToken: '',
  account: demoAccount(demoCustomer),
  methodId: demoPaymentMethods.card,
};
afterAll(closeAll);

/** Tokens that a test may spoil. */
function store(kept?: Tokens) {
  return { read: () => kept, write: (tokens: Tokens | undefined) => void (kept = tokens) };
}

test('a wrong password is a refusal, and nobody is signed in', async () => {
  const session = createSession({ url });
  await expect(session.signIn(demoCustomer.email, 'wrong')).rejects.toMatchObject({
    name: 'SignInRefused',
    code: 'INVALID_CREDENTIALS',
  });
  expect(await session.token()).toBeUndefined();
});

test('a token that ends or is not accepted is renewed once for all who ask, and signing out ends it', async () => {
  const tokens = store();
  const nakku = closedAtTheEnd(createNakkuClient({ ...options, store: tokens }));
  await nakku.session.signIn(demoCustomer.email, DEMO_PASSWORD);
  const first = tokens.read();
  if (!first) throw new Error('nobody is signed in');

  tokens.write({ ...first, accessTokenExpiresAt: new Date().toISOString() });
  const requested = await Promise.all([1, 2, 3].map(() => nakku.execute(MyOrdersDocument, {})));
  expect(requested.map(({ me }) => me?.name)).toEqual(Array(3).fill(demoCustomer.name));
  const second = tokens.read();
  expect(second?.refreshToken).not.toBe(first.refreshToken);

  tokens.write({ ...first, ...second, accessToken: 'spoilt' });
  expect((await nakku.execute(MyOrdersDocument, {})).me?.name).toBe(demoCustomer.name);

  await nakku.session.signOut();
  expect(tokens.read()).toBeUndefined();
  expect((await nakku.execute(MyOrdersDocument, {})).me).toBeNull();
  if (second) tokens.write({ ...second, accessTokenExpiresAt: new Date().toISOString() });
  await until(
    () => nakku.session.token().catch(() => 'away'),
    (token) => token === undefined,
  );
});

type Update = NonNullable<OrderWatchSubscription['orderUpdated']>;
const isUpdate = (update: Update | null | undefined): update is Update =>
  update !== null && update !== undefined;

test(
  'plain client, Apollo Client and the example app follow an order over a restarted gateway and miss nothing',
  async () => {
    const cart = await fillCart(carla, [{ productId, quantity: 1 }]);
    const { orderId } = await placeOrder(carla, cart);

    const nakku = closedAtTheEnd(createNakkuClient(options));
    await nakku.session.signIn(demoCustomer.email, DEMO_PASSWORD);
    const plain: Update[] = [];
    const breaks: unknown[] = [];
    const plainEnds = (async () => {
      const stream = nakku.follow(
        OrderWatchDocument,
        { orderId },
        { cursorOf: ({ orderUpdated }) => orderUpdated?.cursor, onBreak: (why) => void breaks.push(why) },
      );
      for await (const { orderUpdated } of stream) {
        if (isUpdate(orderUpdated)) plain.push(orderUpdated);
        if (orderUpdated?.step.kind === 'CANCELLED') return;
      }
    })();

    const apollo = closedAtTheEnd(createNakkuApollo({ ...options, session: nakku.session }));
    const { data: mine } = await apollo.client.query({ query: MyOrdersDocument });
    expect(mine?.orders?.edges[0]?.node.id).toBe(orderId);
    const byApollo: Update[] = [];
    const subscription = apollo.client
      .subscribe({ query: OrderWatchDocument, variables: { orderId } })
      .subscribe(({ data }) => void (isUpdate(data?.orderUpdated) && byApollo.push(data.orderUpdated)));

    const app = spawn(
      process.execPath,
      ['--conditions=@nakku/source', '--import', 'tsx', 'examples/track-order/main.ts', orderId],
      {
        cwd: root,
        env: { ...process.env, NODE_OPTIONS: '', NAKKU_URL: url },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let printed = '';
    app.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const appEnds = new Promise<number | null>((resolve) => app.once('exit', resolve));

    await orderInStatus(carla, orderId, 'CONFIRMED');
    await until(
      () => [plain.length, byApollo.length, printed.length],
      (counts) => counts.every((count) => count > 0),
    );
    await system.restart('gateway');
    expect(await cancel(carla, orderId)).toBe('CANCELLATION_PENDING');
    await plainEnds;
    await until(
      () => byApollo.map(({ step }) => step.kind),
      (kinds) => kinds.includes('CANCELLED'),
    );
    subscription.unsubscribe();
    expect(await appEnds).toBe(0);

    const { timeline } = await orderOf(carla, orderId);
    for (const updates of [plain, byApollo]) {
      const first = updates[0]?.sequence ?? 0;
      expect(updates.map(({ sequence, step }) => [sequence, step.kind])).toEqual(
        timeline
          .filter(({ sequence }) => sequence >= first && sequence <= (updates.at(-1)?.sequence ?? 0))
          .map(({ sequence, kind }) => [sequence, kind]),
      );
    }
    expect(breaks).not.toEqual([]);
    expect(printed).toContain('the line broke, going on where it was');
    expect(printed.trimEnd().split('\n').at(-1)).toMatch(/CANCELLED +cancelled/);
  },
  A_RESTART_MS,
);
