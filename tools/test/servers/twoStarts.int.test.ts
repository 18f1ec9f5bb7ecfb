import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testKafka } from '@nakku/testkit';
import { Redis } from 'ioredis';
import pg from 'pg';
import { openLedger } from '../../src/processes/ledger.ts';
import { createSupervisor } from '../../src/processes/supervisor.ts';
import type { Supervisor } from '../../src/processes/supervisor.ts';
import { freePort } from '../../src/servers/ports.ts';
import type { ServerUrls } from '../../src/servers/startServers.ts';
import { removeServerData, startServers } from '../../src/servers/startServers.ts';

const MAX_MS = 240_000;

interface Start {
  readonly state: string;
  readonly supervisor: Supervisor;
  readonly lines: string[];
}
const starts: Start[] = ['first', 'second'].map((name) => {
  const state = mkdtempSync(path.join(tmpdir(), `nakku-two-${name}-`));
  return { state, supervisor: createSupervisor({ ledger: openLedger(state, 'servers') }), lines: [] };
});
afterAll(async () => {
  for (const { state, supervisor } of starts) {
    await supervisor.stopAll();
    removeServerData(state);
    rmSync(state, { recursive: true, force: true });
  }
}, 60_000);

/** Who responds at each address: a directory, or the identity of a cluster. */
async function identitiesOf(urls: ServerUrls): Promise<string[]> {
  const client = new pg.Client(`${urls.postgresUrl}/postgres`);
  await client.connect();
  const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
  await client.end();
  const redis = new Redis(urls.redisUrl);
  const directory = await redis.config('GET', 'dir');
  redis.disconnect();
  const admin = testKafka(urls.kafkaBrokers).admin();
  await admin.connect();
  const { clusterId } = await admin.describeCluster();
  await admin.disconnect();
  return [rows[0]?.data_directory ?? '', JSON.stringify(directory), clusterId];
}

test(
  'of two starts at once that want the same ports each has servers of its own',
  async () => {
    const ports = { postgres: await freePort(), kafka: await freePort(), redis: await freePort() };
    const [first, second] = await Promise.all(
      starts.map(async ({ state, supervisor, lines }) => {
        const { urls } = await startServers({
          state,
          supervisor,
          throwAway: true,
          ports,
          env: { NAKKU_SERVERS: 'embedded' },
          log: (line) => lines.push(line),
        });
        return { urls, identities: await identitiesOf(urls) };
      }),
    );
    const all = [...(first?.identities ?? []), ...(second?.identities ?? [])];
    expect(new Set(all).size).toBe(6);
    const addresses = [first, second].flatMap((one) => Object.values(one?.urls ?? {}));
    expect(new Set(addresses).size).toBe(6);
    // One of the two had each port; the other says that it took another.
    const printed = starts.flatMap(({ lines }) => lines).join('\n');
    for (const name of ['postgres', 'kafka', 'redis'])
      expect(printed).toMatch(new RegExp(`(port of|is taken:) ${name}`));
  },
  MAX_MS,
);
