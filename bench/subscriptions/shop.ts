import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createTestDatabase,
  dropRedisKeys,
  dropTopics,
  redisPrefix,
  servers,
  subgraphTestConfig,
  testIdentity,
  topicPrefix,
} from '@nakku/testkit';
import { z } from 'zod';
import { composeSupergraph, readSchemaFolder } from '../../gateway/src/supergraph/compose.ts';
import { nothing, startPart } from './calls.ts';
import type { Part } from './calls.ts';
import { services } from './databases.ts';
import type { Place, Places, ServiceName } from './databases.ts';
import type { ServerOptions } from './servers.ts';
import { openTokens } from './tokens.ts';
import type { Tokens } from './tokens.ts';

/** Three subgraphs, each a process of its own, on databases of their own. */
export interface Shop {
  readonly places: Places;
  readonly tokens: Tokens;
  /** The processes of the subgraphs. */
  readonly parts: readonly Part[];
  /** For the servers that stand before it. */
  readonly server: ServerOptions;
  close(): Promise<void>;
}

/** The supergraph of our three subgraphs only: there is nobody to ask for the others. */
function supergraphOf(urls: Readonly<Record<string, string>>): string {
  const folder = readSchemaFolder(path.join(import.meta.dirname, '../../schema'), (name) => urls[name] ?? '');
  if (!folder.ok) throw new Error(JSON.stringify(folder.problems));
  const composition = composeSupergraph(folder.subgraphs.filter(({ name }) => name in urls));
  if (!composition.ok) throw new Error(JSON.stringify(composition.problems));
  return composition.sdl;
}

/** Each has topics of its own: nobody acts on what another tells. */
async function newPlace(name: ServiceName): Promise<Place & { drop(): Promise<void> }> {
  const database = await createTestDatabase(name);
  const prefixes = { topicPrefix: topicPrefix(), redisPrefix: redisPrefix() };
  return {
    databaseUrl: database.url,
    ...prefixes,
    async drop() {
      await Promise.all([
        database.drop(),
        dropTopics(prefixes.topicPrefix),
        dropRedisKeys(prefixes.redisPrefix),
      ]);
    },
  };
}

/** Starts everything. */
export async function openShop(): Promise<Shop> {
  const identity = testIdentity();
  const { publicJwks } = identity;
  const places = {
    inventory: await newPlace('inventory'),
    orders: await newPlace('orders'),
    products: await newPlace('products'),
  };
  const env = { DURATIONS_PROFILE: 'production', CART_QUOTE_PUBLIC_JWKS: JSON.stringify(publicJwks) };
  const running = await Promise.all(
    services.map(async (name) => {
      const part = startPart('service.ts');
      const environment = subgraphTestConfig(name, { ...places[name], publicJwks, env });
      const url = await part.call('start', z.string(), { name, env: environment });
      return { name, part, url };
    }),
  );
  const tokens = await openTokens();
  const subgraphUrls = Object.fromEntries(running.map(({ name, url }) => [name, `${url}/graphql`]));
  const folder = await mkdtemp(path.join(tmpdir(), 'nakku-bench-'));
  const supergraphFile = path.join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, supergraphOf(subgraphUrls));

  return {
    places,
    tokens,
    parts: running.map(({ part }) => part),
    server: {
      supergraphFile,
      subgraphUrls,
      redisUrl: servers().redisUrl,
      redisPrefix: redisPrefix(),
      jwksUrl: tokens.jwksUrl,
      identityPrivateJwk: identity.privateJwk,
    },
    async close() {
      await Promise.all(
        running.map(async ({ part }) => {
          await part.call('stop', nothing);
          await part.stop();
        }),
      );
      tokens.stop();
      await Promise.all([
        ...Object.values(places).map((place) => place.drop()),
        rm(folder, { recursive: true }),
      ]);
    },
  };
}
