// The compiled executor alone, as a process of its own: HTTP, plan, fetches and writer, and nothing that protects anybody.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { z } from 'zod';
import { createAdmission } from '../../gateway/src/admission/admit.ts';
import { admissionRules } from '../../gateway/src/features/useAdmission.ts';
import { createCompiledExecutor } from '../../gateway/src/execution/compiledExecutor.ts';
import { loadGatewayConfig } from '../../gateway/src/index.ts';
import { noPolicies } from '../../gateway/src/policy/security/policies.ts';
import type { Admitted } from '../../gateway/src/request/admitted.ts';
import { resultText } from '../../gateway/src/request/results.ts';
import { post } from '../../gateway/src/subgraphs/post.ts';
import { createSharedEntities } from '../../gateway/src/subgraphs/sharedEntities.ts';
import { bodyOf } from '../../gateway/src/subgraphs/subgraphRequest.ts';
import { createSnapshot } from '../../gateway/src/supergraph/snapshot.ts';
import { serveCalls } from '../subscriptions/calls.ts';
import { usageMethods } from '../subscriptions/usage.ts';
import { gatewaySchema } from './gateways.ts';

const requestSchema = z.object({
  query: z.string(),
  operationName: z.string(),
  variables: z.record(z.string(), z.unknown()).optional(),
});
let stop: (() => void) | undefined;

serveCalls({
  ...usageMethods,
  async start(argument) {
    const { supergraphFile, identityPrivateJwk, redisUrl, jwksUrl } = gatewaySchema.parse(argument);
    const sdl = readFileSync(supergraphFile, 'utf8');
    const snapshot = createSnapshot(sdl, 100);
    const rules = admissionRules(
      loadGatewayConfig({
        NODE_ENV: 'production',
        REDIS_URL: redisUrl,
        USERS_JWKS_URL: jwksUrl,
        IDENTITY_PRIVATE_JWK: JSON.stringify(identityPrivateJwk),
        MAX_COST: '1000000000',
      }),
      noPolicies,
    );
    const admit = createAdmission(() => snapshot, rules);
    const executor = createCompiledExecutor(() => fetchers);
    const fetchers = Object.fromEntries(
      [...sdl.matchAll(/@join__graph\(name: "(\w+)", url: "([^"]+)"\)/g)].map(([, name = '', url = '']) => [
        name,
        fetcherOf(new URL(url), name),
      ]),
    );
    const admitted = new Map<string, Admitted>();
    const signal = new AbortController().signal;
    const requestContext = {
      caller: { kind: 'anonymous' },
      token: undefined,
      clientIp: '127.0.0.1',
      client: { name: 'bench', version: '1' },
      requestId: '',
      correlationId: '',
    } as const;

    async function respond(body: string): Promise<string> {
      const request: z.infer<typeof requestSchema> = JSON.parse(body);
      let known = admitted.get(request.query);
      if (!known) {
        const fresh = await admit(requestSchema.parse(request), requestContext.caller, 'post');
        if (fresh.kind === 'refused') throw new Error(JSON.stringify(fresh.errors));
        admitted.set(request.query, (known = fresh));
      }
      const variables = request.variables ?? {};
      const context = {
        admitted: { ...known, request, variables },
        requestContext,
        deadlineAt: 0,
        signal,
      };
      return resultText(await executor.execute(context));
    }

    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        void respond(Buffer.concat(chunks).toString()).then((text) => {
          response.writeHead(200, {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
          });
          response.end(text);
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port }: AddressInfo = Object(server.address());
    stop = () => server.close();
    return `http://127.0.0.1:${port}/graphql`;
  },
  stop: () => stop?.(),
});

function fetcherOf({ origin, pathname }: URL, name: string) {
  const pool = new Pool(origin, { connections: 32 });
  const headers = ['content-type', 'application/json'];
  const signal = new AbortController().signal;
  return {
    shared: createSharedEntities(name, { characters: 0, maxMs: 0 }),
    async fetch(request: Parameters<typeof bodyOf>[0]) {
      const { text } = await post(pool, { path: pathname, headers, body: bodyOf(request) }, signal);
      return Object(JSON.parse(text));
    },
  };
}
