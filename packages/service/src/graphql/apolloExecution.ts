import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from '@nakku/telemetry';
import type { GraphQLSchema } from 'graphql';
import type { HttpResponse } from '../http/route.ts';
import { responseError } from './errors.ts';

export interface ApolloExecution {
  execute(headers: IncomingHttpHeaders, body: unknown, contextOfRequest: () => object): Promise<HttpResponse>;
  stop(): Promise<void>;
}

/** Apollo Server's pipeline, loaded and started when it is needed for the first time. */
export function apolloExecution(schema: GraphQLSchema, log: Logger): ApolloExecution {
  let started: ReturnType<typeof start> | undefined;

  async function start() {
    const [{ ApolloServer, HeaderMap }, { ApolloServerPluginInlineTrace }] = await Promise.all([
      import('@apollo/server'),
      import('@apollo/server/plugin/inlineTrace'),
    ]);
    const server = new ApolloServer<object>({
      schema,
      introspection: true,
      // Browsers cannot reach a subgraph: without a signed identity nothing is executed.
      csrfPrevention: false,
      persistedQueries: false,
      cache: 'bounded',
      includeStacktraceInErrorResponses: false,
      stopOnTerminationSignals: false,
      formatError: (formatted, error) => responseError(formatted, error, log),
      // Field traces for the gateway, when it asks for them (ftv1); errors in them are masked as well.
      plugins: [ApolloServerPluginInlineTrace({ includeErrors: { masked: true } })],
      logger: log,
    });
    await server.start();
    return { server, HeaderMap };
  }

  return {
    async execute(received, body, contextOfRequest) {
      const { server, HeaderMap } = await (started ??= start());
      const headers = new HeaderMap();
      for (const [name, value] of Object.entries(received)) {
        if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
      }
      const response = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: 'POST', headers, search: '', body },
        context: () => Promise.resolve(contextOfRequest()),
      });
      if (response.body.kind === 'chunked') throw new Error('incremental delivery is not part of a subgraph');
      return {
        status: response.status ?? 200,
        headers: Object.fromEntries(response.headers),
        body: response.body.string,
      };
    },
    async stop() {
      await (await started)?.server.stop();
    },
  };
}
