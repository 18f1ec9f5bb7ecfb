import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DEMO_PASSWORD, demoAccounts } from '@nakku/demo';
import { developmentMark } from '@nakku/service';
import pg from 'pg';
import { parse } from 'yaml';
import { z } from 'zod';
import { repositoryRoot } from '../../tools/src/checkout/state.ts';
import { SUBGRAPHS, serviceNamed } from '../../tools/src/system/services.ts';
import { at, refusalsOf, textAt } from '../attack/harness/graphql.ts';
import { PRODUCTION, startProduction } from '../attack/harness/production.ts';
import type { Production } from '../attack/harness/production.ts';
import { openTarget } from '../attack/harness/target.ts';
import type { Target } from '../attack/harness/target.ts';
import { PASSWORD, register } from '../attack/harness/world.ts';

/** docs/production.md, word for word: one start, then what it promises. */
const FROM = '203.0.113.90';
/** A command is a process of its own, that starts beside ten others. */
const COMMAND_MS = 120_000;
const LOGIN = `mutation($input: SessionCreateInput!) {
  sessionCreate(input: $input) { tokens { accessToken } userErrors { __typename } }
}`;

let starting: Promise<Production>;
let production: Production;
let target: Target;
beforeAll(async () => {
  starting = startProduction({ gateway: { TRUSTED_PROXIES: '1' } });
  production = await starting;
  target = openTarget(production.system.gatewayUrl);
}, 480_000);
afterAll(async () => {
  await target?.close();
  // Also one that was late: nothing may be left running.
  await (await starting).stop();
}, 240_000);

const login = (email: string, password: string, from = FROM) =>
  target.execute({ query: LOGIN, variables: { input: { email, password } }, from });

/** Roles of an account, as it sees them itself. */
async function rolesOf(email: string): Promise<unknown> {
  const token = textAt((await login(email, PASSWORD)).data, 'sessionCreate', 'tokens', 'accessToken');
  return at((await target.execute({ query: '{ me { roles } }', token, from: FROM })).data, 'me', 'roles');
}

async function rowsOf(database: (typeof SUBGRAPHS)[number], text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: production.system.databaseUrl(database) });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

test('the documented command makes every secret, none of development', () => {
  expect(Object.keys(production.secrets).sort()).toEqual([
    'CART_QUOTE_PRIVATE_JWK',
    'CART_QUOTE_PUBLIC_JWKS',
    'DELIVERY_HANDOVER_SECRET',
    'IDENTITY_PRIVATE_JWK',
    'IDENTITY_PUBLIC_JWKS',
    'PAYMENTS_WEBHOOK_SECRET',
    'STRIPE_SECRET_KEY',
    'USERS_KEY_ENCRYPTION_SECRET',
  ]);
  for (const secret of Object.values(production.secrets)) {
    expect(secret.length).toBeGreaterThan(32);
    expect(secret).not.toMatch(developmentMark);
  }
});

test('services get the variables of the Compose file of production, and no limits of a rehearsal', () => {
  const compose = z
    .object({ services: z.record(z.string(), z.object({ environment: z.record(z.string(), z.string()) })) })
    .parse(
      parse(readFileSync(path.join(repositoryRoot, 'docker-compose.production.yml'), 'utf8'), {
        merge: true,
      }),
    );
  for (const name of [...SUBGRAPHS, 'gateway'] as const) {
    const given = { ...serviceNamed(name).environment(production.system.installation), ...PRODUCTION };
    const documented = new Set(Object.keys(compose.services[name]?.environment ?? {}));
    // Stripe's place is taken by the simulator of its protocol; the grace is that of one machine.
    const ours = [
      'STRIPE_API_HOST',
      'STRIPE_API_PORT',
      'SHUTDOWN_GRACE_MS',
      'OTLP_ENDPOINT',
      'TRUSTED_PROXIES',
    ];
    const differing = [
      ...Object.keys(given).filter((variable) => !documented.has(variable)),
      ...[...documented].filter((variable) => !Object.hasOwn(given, variable)),
    ].filter((variable) => !ours.includes(variable));
    expect([name, differing]).toEqual([name, []]);
    expect(given).toMatchObject({ NODE_ENV: 'production' });
  }
});

test('it is empty: no accounts, stores, products or demo data', async () => {
  expect(await rowsOf('users', 'SELECT count(*)::int AS count FROM users')).toEqual([{ count: 0 }]);
  expect(await rowsOf('products', 'SELECT count(*)::int AS count FROM products')).toEqual([{ count: 0 }]);
  expect(await rowsOf('inventory', 'SELECT count(*)::int AS count FROM stores')).toEqual([{ count: 0 }]);
});

test.each(['users', 'products', 'inventory', 'payments', 'delivery'] as const)(
  'the seed of %s refuses and leaves nothing',
  async (name) => {
    const { code, output } = await production.command(name, 'commands/seed.js');
    expect([code, output]).toEqual([1, expect.stringContaining('NODE_ENV is production')]);
    expect(await rowsOf('users', 'SELECT count(*)::int AS count FROM users')).toEqual([{ count: 0 }]);
  },
  COMMAND_MS,
);

test('no demo account can log in', async () => {
  for (const [index, { email }] of demoAccounts.entries()) {
    const response = await login(email, DEMO_PASSWORD, `203.0.114.${index + 1}`);
    expect([email, refusalsOf(response, 'sessionCreate')]).toEqual([email, ['InvalidCredentialsError']]);
  }
});

test('explorer, introspection and suggestions are off; metrics and health are not on the public port', async () => {
  for (const path of ['/', '/settings.json', '/metrics', '/health']) {
    expect([path, (await fetch(production.system.gatewayUrl + path)).status]).toEqual([path, 404]);
  }
  const introspection = await target.execute({ query: '{ __schema { types { name } } }', from: FROM });
  expect(introspection.status).toBe(400);
  const misspelt = await target.execute({ query: '{ mee { id } }', from: FROM });
  expect(misspelt.text).not.toMatch(/did you mean/i);
  const metrics = await fetch(`${production.system.internalUrl('gateway')}/metrics`);
  expect(await metrics.text()).toContain('nodejs_eventloop_lag_seconds');
});

test(
  'the first administrator is made by the command, once, and is audited',
  async () => {
    const person = await register(target, 'ada');
    expect(await rolesOf(person.email)).toEqual(['CUSTOMER']);
    const granted = await production.command('users', 'commands/grantAdmin.js', [person.email]);
    expect(granted).toEqual({ code: 0, output: expect.stringContaining('is an administrator') });
    expect(await rolesOf(person.email)).toEqual(['CUSTOMER', 'ADMIN']);
    const other = await register(target, 'otto');
    const again = await production.command('users', 'commands/grantAdmin.js', [other.email]);
    expect(again).toEqual({ code: 1, output: expect.stringContaining('There is an administrator already') });
    expect(
      await rowsOf('users', `SELECT count(*)::int AS count FROM users WHERE 'admin' = ANY(roles)`),
    ).toEqual([{ count: 1 }]);
    expect(
      await rowsOf(
        'users',
        `SELECT count(*)::int AS count FROM audit_entries WHERE subject_id = '${person.id}' AND actor_id IS NULL AND action = 'ADMIN_GRANTED'`,
      ),
    ).toEqual([{ count: 1 }]);
  },
  COMMAND_MS,
);

test('registrations of one address have the budget of production, and another address has its own', async () => {
  const address = '203.0.113.91';
  const make = async (index: number, from: string): Promise<string[]> =>
    refusalsOf(
      await target.execute({
        query:
          'mutation($input: UserRegisterInput!) { userRegister(input: $input) { user { id } userErrors { __typename } } }',
        variables: { input: { email: `person-${index}@many.example`, password: PASSWORD, name: 'Many' } },
        from,
      }),
      'userRegister',
    );
  const refusals: string[][] = [];
  for (let index = 0; index < 21; index += 1) refusals.push(await make(index, address));
  expect(refusals.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => []));
  expect(refusals[20]).toEqual(['TooManyAttemptsError']);
  expect(await make(99, '203.0.113.92')).toEqual([]);
}, 60_000);

test('nothing ended by itself meanwhile', () => {
  expect(production.deaths).toEqual([]);
});
