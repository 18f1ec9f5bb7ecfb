// Apollo Server over Apollo's gateway as a process of its own, as its documentation starts it: no token, budgets, metrics or log.
import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import type { GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { Pool } from 'undici';
import { serveCalls } from '../subscriptions/calls.ts';
import { usageMethods } from '../subscriptions/usage.ts';
import { gatewaySchema } from './gateways.ts';

let stop: (() => Promise<void>) | undefined;

serveCalls({
  ...usageMethods,
  async start(argument) {
    const { supergraphFile, undici } = gatewaySchema.parse(argument);
    const supergraphSdl = readFileSync(supergraphFile, 'utf8');
    const gateway = new ApolloGateway({
      supergraphSdl,
      ...(undici ? { buildService: ({ url = '' }) => pooled(url) } : {}),
    });
    const server = new ApolloServer({ gateway });
    const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
    stop = () => server.stop();
    return url;
  },
  stop: () => stop?.(),
});

/** A data source with a pool of connections, which is what costs Apollo's own one most. */
function pooled(text: string): GraphQLDataSource {
  const url = new URL(text);
  const pool = new Pool(url.origin, { connections: 32 });
  return {
    async process({ request: { query, variables, operationName } }) {
      const { body } = await pool.request({
        path: url.pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables, operationName }),
      });
      return Object(await body.json());
    },
  };
}
