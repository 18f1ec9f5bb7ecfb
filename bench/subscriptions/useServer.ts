// What one writes without Nakku: graphql-ws' useServer over the same schema, joining the same subgraphs by hand.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callerOf, createAccessTokenVerifier, createIdentitySigner } from '@nakku/identity';
import type { Caller } from '@nakku/identity';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

import { serveCalls } from './calls.ts';
import { clientSchemaOf } from './clientSchema.ts';
import { subscriptionsOf } from './joining.ts';
import { serverSchema } from './servers.ts';
import { Subgraphs } from './subgraphs.ts';
import { usageMethods } from './usage.ts';

let subgraphs: Subgraphs | undefined;

serveCalls({
  ...usageMethods,
  async start(argument) {
    const o = serverSchema.parse(argument);
    const verifier = createAccessTokenVerifier({
      jwksUrl: o.jwksUrl,
      issuer: 'nakku',
      audience: 'nakku-api',
      clockToleranceSeconds: 5,
    });
    const callerIn = async (params: Record<string, unknown> | undefined): Promise<Caller> => {
      const { authorization } = params ?? {};
      if (typeof authorization !== 'string') return { kind: 'anonymous' };
      return callerOf((await verifier.verify(authorization.replace('Bearer ', ''))).claims);
    };
    const signer = createIdentitySigner({ privateJwk: o.identityPrivateJwk });
    subgraphs = new Subgraphs(o.subgraphUrls, signer);
    const schema = clientSchemaOf(o.supergraphFile);
    const fields = schema.getSubscriptionType()?.getFields() ?? {};
    for (const [name, subscription] of Object.entries(subscriptionsOf(subgraphs))) {
      Object.assign(fields[name] ?? {}, subscription);
    }
    const server = createServer();
    const sockets = new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false });
    useServer(
      { schema, context: async ({ connectionParams }) => ({ caller: await callerIn(connectionParams) }) },
      sockets,
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4_096, resolve));
    const { port }: AddressInfo = Object(server.address());
    return `http://127.0.0.1:${port}`;
  },
  upstreamSockets: () => [subgraphs?.sockets ?? 0],
  stop: () => undefined,
});
