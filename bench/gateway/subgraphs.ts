// The subgraphs of a shop as a process of their own. What they cost is nobody's: only the gateways are measured.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { serveCalls } from '../subscriptions/calls.ts';
import { shops } from './schemas.ts';
import type { Shop } from './schemas.ts';

const requestSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).optional(),
});
let requests = 0;

serveCalls({
  async start(argument) {
    const shop: Shop = shops[z.enum(['orders', 'reviewed']).parse(argument)];
    const urls = Object.entries(shop.schemas).map(async ([name, sdl]) => {
      const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: Object(shop.resolvers[name]) });
      return [name, await serve(schema)] as const;
    });
    return Object.fromEntries(await Promise.all(urls));
  },
  requests: () => requests,
});

async function serve(schema: GraphQLSchema): Promise<string> {
  const documents = new Map<string, DocumentNode>();
  /** Equal requests have equal responses. */
  const responses = new Map<string, string>();
  const respond = async (body: string): Promise<string> => {
    const known = responses.get(body);
    if (known !== undefined) return known;
    const { query, variables = {} } = requestSchema.parse(JSON.parse(body));
    const document = documents.get(query) ?? parse(query);
    documents.set(query, document);
    const text = JSON.stringify(await execute({ schema, document, variableValues: variables }));
    if (responses.size < 1_000) responses.set(body, text);
    return text;
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests += 1;
      void respond(Buffer.concat(chunks).toString()).then((text) => {
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        });
        response.end(text);
      });
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port }: AddressInfo = Object(server.address());
  return `http://127.0.0.1:${port}/graphql`;
}
