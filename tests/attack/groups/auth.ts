import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { AttackCase, AttackGroup, Outcome } from '../harness/cases.ts';
import { expectRefused, hasValues, must } from '../harness/cases.ts';
import { refusalsOf } from '../harness/graphql.ts';
import type { OperationResponse } from '../harness/target.ts';
import { hmacSigned, signedByUsers, tampered } from '../harness/tokens.ts';
import type { World } from '../harness/world.ts';

const FROM = '203.0.113.12';
const ME = '{ me { id } orders(first: 1) { edges { node { id } } } }';
const now = (): number => Math.floor(Date.now() / 1_000);

const { privateKey } = generateKeyPairSync('ed25519');
const foreignJwk = privateKey.export({ format: 'jwk' });

/** Tokens that open nothing. */
const TOKENS: readonly (readonly [name: string, make: (world: World) => Promise<string> | string])[] = [
  ['alg none', ({ attacker }) => tampered(attacker.token, { alg: 'none' }, {}, { unsigned: true })],
  ['alg NONE with the old signature', ({ attacker }) => tampered(attacker.token, { alg: 'NONE' }, {})],
  [
    'HS256 with the public key as the secret',
    async (world) => hmacSigned(world.attacker.token, await publicKeys(world)),
  ],
  [
    'the role of an administrator written in',
    ({ attacker }) => tampered(attacker.token, {}, { roles: ['admin'] }),
  ],
  [
    'the identity of the victim written in',
    ({ attacker, victim }) => tampered(attacker.token, {}, { sub: victim.id }),
  ],
  [
    'a key of one’s own in the header',
    ({ attacker }) => tampered(attacker.token, { jwk: foreignJwk }, {}, { unsigned: true }),
  ],
  [
    'a key id that is a path',
    ({ attacker }) => tampered(attacker.token, { kid: '../../../../dev/null' }, {}),
  ],
  ['a key id that is SQL', ({ attacker }) => tampered(attacker.token, { kid: "' UNION SELECT 'x" }, {})],
  ['a key id that is __proto__', ({ attacker }) => tampered(attacker.token, { kid: '__proto__' }, {})],
  [
    'an address of a key in the header',
    ({ attacker }) => tampered(attacker.token, { jku: 'http://127.0.0.1:9/keys' }, {}),
  ],
  [
    'an extension that must be understood',
    ({ attacker }) => tampered(attacker.token, { crit: ['b64'], b64: false }, {}),
  ],
  [
    'one that has ended',
    (world) => signedByUsers(world, world.attacker.token, { iat: now() - 1_800, exp: now() - 120 }),
  ],
  ['one of the future', (world) => signedByUsers(world, world.attacker.token, { nbf: now() + 600 })],
  ['one that never ends', (world) => signedByUsers(world, world.attacker.token, { exp: undefined })],
  [
    'one for another audience',
    (world) => signedByUsers(world, world.attacker.token, { aud: 'another-shop' }),
  ],
  [
    'one of another issuer',
    (world) => signedByUsers(world, world.attacker.token, { iss: 'https://elsewhere.example' }),
  ],
  ['a token of 15,000 characters', () => `${'a'.repeat(5_000)}.${'b'.repeat(5_000)}.${'c'.repeat(5_000)}`],
];

async function publicKeys({ production }: World): Promise<string> {
  return (await fetch(`${production.system.url('users')}/.well-known/jwks.json`)).text();
}

/** @throws GotThrough when the operation itself is wrong: then nothing was tried */
function mustBeValid({ codes, text }: OperationResponse): void {
  const isWrong = codes.some((code) => ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED'].includes(code));
  must(!isWrong, `the attack is no valid operation: ${text.slice(0, 300)}`);
}

/** Fields that read things by their ID, with that of somebody else. */
const QUERIES: readonly (readonly [name: string, query: string])[] = [
  [
    'order',
    'query($order: ID!) { order(id: $order) { id status lines { id } address { lines } payment { status } } }',
  ],
  ['delivery', 'query($order: ID!) { delivery(orderId: $order) { id status handoverCode } }'],
  ['cart', 'query($cart: ID!) { cart(id: $cart) { id lines { id } } }'],
  ['user by ID', 'query($user: ID!) { user(by: { id: $user }) { id email } }'],
  ['user by email', 'query($email: EmailAddress!) { user(by: { email: $email }) { id } }'],
  ['users', '{ users(first: 5) { edges { node { id } } } }'],
  ['stockItems', 'query($store: ID!) { stockItems(storeId: $store, first: 5) { edges { node { id } } } }'],
  [
    'storeAuditEntries',
    'query($store: ID!) { storeAuditEntries(storeId: $store, first: 5) { edges { node { id } } } }',
  ],
  [
    'orders of a store',
    'query($store: ID!) { orders(filter: { storeId: $store }, first: 5) { edges { node { id } } } }',
  ],
  ['orderAlerts', 'query($store: ID!) { orderAlerts(storeId: $store, first: 5) { edges { node { id } } } }'],
  ['payments', '{ payments(first: 5) { edges { node { id } } } }'],
  ['deliveries', '{ deliveries(first: 5) { edges { node { id } } } }'],
  ['couriers', '{ couriers(first: 5) { edges { node { id } } } }'],
  ['userAuditEntries', '{ userAuditEntries(first: 5) { edges { node { id } } } }'],
  ['catalogAuditEntries', '{ catalogAuditEntries(first: 5) { edges { node { id } } } }'],
  [
    'what operators see',
    '{ usersOperations { service } ordersOperations { service } paymentsOperations { service } }',
  ],
];

/** Mutations of somebody else's things. */
const CHANGES: readonly (readonly [field: string, args: string])[] = [
  ['orderCancel', '(input: { orderId: $order, idempotencyKey: $key })'],
  ['orderPackingStart', '(input: { orderId: $order, idempotencyKey: $key })'],
  ['paymentRetry', '(input: { orderId: $order, paymentMethodId: $method, idempotencyKey: $key })'],
  ['paymentRefund', '(input: { orderId: $order, amount: 1, reason: "mine", idempotencyKey: $key })'],
  ['paymentMethodRemove', '(paymentMethodId: $method)'],
  ['paymentMethodSetDefault', '(paymentMethodId: $method)'],
  ['cartClear', '(cartId: $cart)'],
  ['cartTipSet', '(cartId: $cart, tip: 1)'],
  ['cartCheckout', '(cartId: $cart, expectedVersion: 1)'],
  ['addressRemove', '(addressId: $address)'],
  ['addressSetDefault', '(addressId: $address)'],
  ['userRolesSet', '(userId: $me, roles: [ADMIN], storeIds: [])'],
  ['userDisable', '(userId: $user)'],
  ['storePause', '(storeId: $store)'],
  ['storeClose', '(storeId: $store)'],
  ['productArchive', '(productId: $product)'],
  ['courierDeactivate', '(courierId: $user, reason: "mine")'],
  ['ordersDeadLetterRedrive', '(id: $user)'],
  ['ordersTopicReprocess', '(topic: "orders")'],
];

function variablesFor({ victim, attacker, storeId, productId }: World): Record<string, string> {
  return {
    order: victim.orderId,
    cart: victim.cartId,
    user: victim.id,
    email: victim.email,
    address: victim.addressId,
    method: victim.methodId,
    store: storeId,
    product: productId,
    me: attacker.id,
    key: randomUUID(),
  };
}

const declarations = (text: string, variables: Readonly<Record<string, string>>): string => {
  const used = Object.keys(variables).filter((name) => new RegExp(`\\$${name}\\b`).test(text));
  const types = used.map((name) => `$${name}: ${name === 'key' ? 'String!' : 'ID!'}`);
  return types.length === 0 ? '' : `(${types.join(', ')})`;
};

async function foreignChange(world: World, field: string, args: string): Promise<Outcome> {
  const variables = variablesFor(world);
  for (const token of [world.attacker.token, undefined]) {
    const response = await world.target.execute({
      query: `mutation${declarations(args, variables)} { ${field}${args} { userErrors { __typename } } }`,
      variables,
      from: FROM,
      ...(token === undefined ? {} : { token }),
    });
    mustBeValid(response);
    must(response.status < 500, `a server error: ${response.text.slice(0, 200)}`);
    const isRefused = response.codes.length > 0 || refusalsOf(response, field).length > 0;
    must(isRefused, `it was done: ${response.text.slice(0, 200)}`);
  }
  return 'refused';
}

async function foreignQuery(world: World, query: string): Promise<Outcome> {
  for (const token of [world.attacker.token, undefined]) {
    const response = await world.target.execute({
      query,
      variables: variablesFor(world),
      from: FROM,
      ...(token === undefined ? {} : { token }),
    });
    mustBeValid(response);
    must(response.status < 500, `a server error: ${response.text.slice(0, 200)}`);
    // A list of nothing is what somebody without orders has.
    const data: unknown = JSON.parse(
      JSON.stringify(response.data ?? null).replaceAll(/\{"edges":\[\]\}/g, 'null'),
    );
    must(!hasValues(data), `it brought data: ${response.text.slice(0, 200)}`);
  }
  return 'refused';
}

/** Fields of an account that nobody may write, tried where an account is made or changed. */
async function massAssignment({ target, attacker }: World): Promise<Outcome> {
  const more = {
    roles: ['ADMIN'],
    storeIds: [randomUUID()],
    isDisabled: false,
    id: randomUUID(),
    version: 99,
  };
  for (const [name, value] of Object.entries(more)) {
    const inputs = [
      [
        'userRegister',
        'UserRegisterInput!',
        { email: `${randomUUID()}@a.example`, password: randomUUID(), name: 'M' },
      ],
      ['profileUpdate', 'ProfileUpdateInput!', { name: 'M' }],
    ] as const;
    for (const [field, type, given] of inputs) {
      const response = await target.execute({
        query: `mutation($input: ${type}) { ${field}(input: $input) { user { roles } userErrors { __typename } } }`,
        variables: { input: { ...given, [name]: value } },
        token: attacker.token,
        from: FROM,
      });
      expectRefused(response, ['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']);
    }
  }
  return 'refused';
}

/** A token of before its end, after its session was ended. */
async function revoked(world: World): Promise<Outcome> {
  const { target, attacker } = world;
  const login = await target.execute({
    query:
      'mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { tokens { accessToken refreshToken } } }',
    variables: { input: { email: attacker.email, password: 'a long pass phrase of somebody' } },
    from: FROM,
  });
  const [, token = ''] = /"accessToken":"([^"]+)"/.exec(login.text) ?? [];
  const [, refreshToken = ''] = /"refreshToken":"([^"]+)"/.exec(login.text) ?? [];
  const end = await target.execute({
    query: 'mutation { sessionRevoke { userErrors { __typename } } }',
    token,
    from: FROM,
  });
  must(end.codes.length === 0, `it could not log out: ${end.text.slice(0, 200)}`);
  const until = performance.now() + 2_500;
  let last = await target.execute({ query: ME, token, from: FROM });
  while (hasValues(last.data) && performance.now() < until)
    last = await target.execute({ query: ME, token, from: FROM });
  expectRefused(last, ['UNAUTHENTICATED']);
  const again = await target.execute({
    query:
      'mutation($token: String!) { sessionRefresh(refreshToken: $token) { tokens { accessToken } userErrors { __typename } } }',
    variables: { token: refreshToken },
    from: FROM,
  });
  must(
    refusalsOf(again, 'sessionRefresh').length > 0,
    `its refresh token lives: ${again.text.slice(0, 200)}`,
  );
  return 'refused';
}

export const auth: AttackGroup = {
  name: 'auth',
  cases: (): AttackCase[] => [
    ...TOKENS.map(([name, make]) => ({
      name: `token: ${name}`,
      run: async (world: World) =>
        expectRefused(await world.target.execute({ query: ME, token: await make(world), from: FROM }), [
          'UNAUTHENTICATED',
          'REQUEST_TOO_LARGE',
          431,
        ]),
    })),
    ...QUERIES.map(([name, query]) => ({
      name: `somebody else's ${name}`,
      run: (world: World) => foreignQuery(world, query),
    })),
    ...CHANGES.map(([field, args]) => ({
      name: `somebody else's ${field}`,
      run: (world: World) => foreignChange(world, field, args),
    })),
    { name: 'fields of an account that nobody may write', run: massAssignment },
    { name: 'a token whose session was ended', run: revoked },
  ],
};
