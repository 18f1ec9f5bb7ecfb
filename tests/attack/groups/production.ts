import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DEMO_PASSWORD, demoAccounts } from '@nakku/demo';
import { repositoryRoot } from '../../../tools/src/checkout/state.ts';
import { SUBGRAPHS, serviceNamed } from '../../../tools/src/system/services.ts';
import type { SubgraphName } from '../../../tools/src/system/services.ts';
import type { AttackCase, AttackGroup, Outcome } from '../harness/cases.ts';
import { expectRefused, must } from '../harness/cases.ts';
import { PRODUCTION } from '../harness/production.ts';
import type { World } from '../harness/world.ts';

const FROM = '203.0.113.13';
const START_MS = 30_000;

const hasSeed = (name: SubgraphName): boolean =>
  existsSync(path.join(repositoryRoot, serviceNamed(name).folder, 'dist/commands/seed.js'));

const seeds = (): AttackCase[] =>
  SUBGRAPHS.filter(hasSeed).map((name) => ({
    name: `the seed of ${name}`,
    async run({ production }): Promise<Outcome> {
      const { code, output } = await production.command(name, 'commands/seed.js');
      must(code === 1 && output.includes('refused'), `it ended with ${code}: ${output.slice(0, 200)}`);
      return 'refused';
    },
  }));

/** A service that is started in production with one secret of development, or of few characters. */
function startsWith(
  name: string,
  service: 'gateway' | 'users' | 'payments',
  over: Record<string, string>,
): AttackCase {
  return {
    name,
    run({ production }): Promise<Outcome> {
      const definition = serviceNamed(service);
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [path.join(repositoryRoot, definition.folder, definition.entry)],
        {
          env: {
            PATH: process.env.PATH,
            ...definition.environment(production.system.installation),
            ...PRODUCTION,
            PORT: '0',
            INTERNAL_PORT: '0',
            ...over,
          },
          encoding: 'utf8',
          timeout: START_MS,
        },
      );
      must(status === 78, `it ended with ${status}: ${(stderr + stdout).slice(0, 200)}`);
      const [value = ''] = Object.values(over);
      must(!`${stdout}${stderr}`.includes(value), 'it writes the secret');
      return Promise.resolve('refused');
    },
  };
}

async function demoLogins({ target }: World): Promise<Outcome> {
  for (const [index, { email }] of demoAccounts.entries()) {
    const reply = await target.execute({
      query:
        'mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { user { id } userErrors { __typename } } }',
      variables: { input: { email, password: DEMO_PASSWORD } },
      from: `203.0.114.${index + 1}`,
    });
    must(reply.text.includes('InvalidCredentialsError'), `${email}: ${reply.text.slice(0, 200)}`);
  }
  return 'refused';
}

async function secondAdmin({ production, attacker }: World): Promise<Outcome> {
  const { code, output } = await production.command('users', 'commands/grantAdmin.js', [attacker.email]);
  must(
    code === 1 && output.includes('There is an administrator already'),
    `it ended with ${code}: ${output}`,
  );
  return 'refused';
}

/** Paths of development, and of files. */
async function pages({ target }: World): Promise<Outcome> {
  const paths = [
    '/',
    '/explorer',
    '/explorer/',
    '/settings.json',
    '/schema',
    '/schema/0.json',
    '/graphiql.js',
    '/supergraph.graphql',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/.git/config',
    '/debug/pprof',
    '/json/version',
  ];
  for (const path of paths) {
    const response = await fetch(target.url + path, { redirect: 'manual' });
    const text = await response.text();
    must(response.status === 404, `${path} returned ${response.status}: ${text.slice(0, 100)}`);
  }
  return 'refused';
}

async function disclosesNothing({ target }: World): Promise<Outcome> {
  const reply = await target.execute({ query: '{ me { nothing } }', from: FROM });
  expectRefused(reply, ['GRAPHQL_VALIDATION_FAILED']);
  must(!/stacktrace|node_modules|\.ts:|at \w+ \(/.test(reply.text), `it shows a stack: ${reply.text}`);
  const response = await fetch(`${target.url}/ready`);
  const disclosed = [...response.headers.keys()].filter((name) => /powered|server|version/.test(name));
  must(disclosed.length === 0, `headers: ${disclosed.join(', ')}`);
  return 'refused';
}

export const production: AttackGroup = {
  name: 'production',
  cases: () => [
    ...seeds(),
    { name: 'demo accounts with their public password', run: demoLogins },
    { name: 'a second first administrator', run: secondAdmin },
    { name: 'pages of development, and of files', run: pages },
    { name: 'stacks, versions and names of parts', run: disclosesNothing },
    startsWith('the gateway with a key of development', 'gateway', {
      IDENTITY_PRIVATE_JWK: '{"kty":"OKP","crv":"Ed25519","kid":"dev-only_x","x":"AAAA","d":"AAAA"}',
    }),
    startsWith('users with a secret of development', 'users', {
      USERS_KEY_ENCRYPTION_SECRET: 'dev-only_secret-of-the-checkout',
    }),
    startsWith('payments with a secret of development', 'payments', {
      PAYMENTS_WEBHOOK_SECRET: 'whsec_dev-only_secret-of-the-checkout',
    }),
  ],
};
