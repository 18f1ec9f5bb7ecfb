import { createTestDatabase } from './database.ts';
import { testIdentity } from './identity.ts';
import type { TestIdentity } from './identity.ts';
import { dropTopics } from './kafka.ts';
import { redisPrefix, topicPrefix } from './names.ts';
import { dropRedisKeys } from './redis.ts';
import { subgraphClient } from './subgraphClient.ts';
import type { SubgraphClient } from './subgraphClient.ts';
import { subgraphTestConfig } from './subgraphTestConfig.ts';

/** Everything that one subgraph under test needs of the outside, for itself alone. */
export interface TestWorld {
  readonly databaseUrl: string;
  readonly topicPrefix: string;
  readonly redisPrefix: string;
  readonly identity: TestIdentity;
  /** For `loadConfig`. */
  env(more?: Readonly<Record<string, string>>): Record<string, string>;
  /** A client of the running service; `cleanup` closes it. */
  client(service: { readonly url: string }): SubgraphClient;
  /** Drops database, topics, groups and keys. Stop the service first. */
  cleanup(): Promise<void>;
}

/** A database, a topic prefix, a Redis prefix and a gateway key for the subgraph `name`. */
export async function testWorld(name: string): Promise<TestWorld> {
  const database = await createTestDatabase(name);
  const prefixes = { topicPrefix: topicPrefix(), redisPrefix: redisPrefix() };
  const identity = testIdentity();
  const clients: SubgraphClient[] = [];
  return {
    databaseUrl: database.url,
    ...prefixes,
    identity,
    env: (more = {}) =>
      subgraphTestConfig(name, {
        databaseUrl: database.url,
        publicJwks: identity.publicJwks,
        ...prefixes,
        env: more,
      }),
    client(service) {
      const client = subgraphClient(service.url, identity, name);
      clients.push(client);
      return client;
    },
    async cleanup() {
      await Promise.all(clients.map((client) => client.close()));
      await Promise.all([
        database.drop(),
        dropTopics(prefixes.topicPrefix),
        dropRedisKeys(prefixes.redisPrefix),
      ]);
    },
  };
}
