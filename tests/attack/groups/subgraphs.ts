import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { SUBGRAPHS } from '../../../tools/src/system/services.ts';
import type { SubgraphName } from '../../../tools/src/system/services.ts';
import type { AttackCase, AttackGroup, Outcome } from '../harness/cases.ts';
import { must } from '../harness/cases.ts';
import { identityFor } from '../harness/tokens.ts';
import type { World } from '../harness/world.ts';

const AN_HOUR = 3_600;

/** Identities that open nothing. */
const IDENTITIES: readonly (readonly [
  name: string,
  make: (world: World, subgraph: SubgraphName) => Promise<string | undefined>,
])[] = [
  ['without an identity', () => Promise.resolve(undefined)],
  ['with a client’s token', ({ attacker }) => Promise.resolve(attacker.token)],
  [
    'with the identity for another',
    (world, name) => identityFor(world, name === 'orders' ? 'cart' : 'orders'),
  ],
  [
    'with one of an hour ago',
    (world, name) => identityFor(world, name, { iat: Math.floor(Date.now() / 1_000) - AN_HOUR }),
  ],
  ['with one of another type', (world, name) => identityFor(world, name, { typ: 'at+jwt' })],
];

async function overHttp(url: string, identity: string | undefined): Promise<number> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(identity === undefined
        ? {}
        : { 'x-nakku-identity': identity, authorization: `Bearer ${identity}` }),
    },
    body: JSON.stringify({ query: '{ __schema { types { name } } }' }),
  });
  await response.arrayBuffer();
  return response.status;
}

async function overSocket(url: string, identity: string | undefined): Promise<string> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  try {
    const query = 'subscription { __typename }';
    const extensions = identity === undefined ? {} : { identity };
    return JSON.stringify(await client.iterate({ query, extensions }).next());
  } catch (error) {
    return JSON.stringify(error);
  } finally {
    await client.dispose();
  }
}

function direct(name: string, make: (typeof IDENTITIES)[number][1]): AttackCase {
  return {
    name: `every subgraph ${name}, over HTTP and the socket`,
    async run(world): Promise<Outcome> {
      for (const subgraph of SUBGRAPHS) {
        const url = world.production.system.url(subgraph);
        const identity = await make(world, subgraph);
        const status = await overHttp(url, identity);
        must(status === 401, `${subgraph} returned ${status}`);
        const closeReason = await overSocket(url, identity);
        must(
          closeReason.includes('A signed identity is required'),
          `${subgraph} said ${closeReason.slice(0, 200)}`,
        );
      }
      return 'refused';
    },
  };
}

/** What only operators may see, at every port that others may reach. */
async function operatorsPages({ production: { system } }: World): Promise<Outcome> {
  for (const service of [...SUBGRAPHS, 'gateway'] as const) {
    for (const path of [
      '/metrics',
      '/health',
      '//metrics',
      '/metrics/',
      '/%6detrics',
      '/.env',
      '/../package.json',
    ]) {
      const response = await fetch(system.url(service) + path);
      await response.arrayBuffer();
      must(response.status === 404, `${service}${path} returned ${response.status}`);
    }
  }
  return 'refused';
}

export const subgraphs: AttackGroup = {
  name: 'subgraphs',
  cases: () => [
    ...IDENTITIES.map(([name, make]) => direct(name, make)),
    { name: 'metrics and health on the ports of the API', run: operatorsPages },
  ],
};
