import { ApolloServerPluginUsageReporting } from '@apollo/server/plugin/usageReporting';
import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '@nakku/telemetry';
import { executionIn } from './apolloExecution.ts';
import { apolloLogger } from '../supergraph/apolloLogger.ts';

export interface UsageReportingOptions {
  readonly key: string;
  readonly graphRef: string;
  /** Undefined: Apollo's. */
  readonly url: string | undefined;
  readonly reportEveryMs: number;
  /** Share of operations that are traced through the subgraphs. */
  readonly traceRate: number;
  readonly log: Logger;
}

/**
 * Reports to Apollo Studio which client ran which operation, how long its fields took in each subgraph, and where it
 * failed. Variables, headers and the text of errors stay here. Events of a subscription are counted, not traced: their
 * first part was not fetched for them.
 */
export function usageReporting(o: UsageReportingOptions): ApolloServerPlugin {
  return ApolloServerPluginUsageReporting({
    ...(o.url === undefined ? {} : { endpointUrl: o.url }),
    reportIntervalMs: o.reportEveryMs,
    sendVariableValues: { none: true },
    sendHeaders: { none: true },
    sendErrors: { masked: true },
    generateClientInfo: ({ contextValue }) => {
      const client = executionIn(contextValue)?.context.requestContext.client;
      return client ? { clientName: client.name, clientVersion: client.version } : {};
    },
    fieldLevelInstrumentation: ({ contextValue }) =>
      Promise.resolve(executionIn(contextValue)?.event ? 0 : weightOf(o.traceRate)),
    logger: apolloLogger(o.log),
  });
}

/** A traced operation stands for those that are not. */
function weightOf(rate: number): number {
  return rate > 0 && Math.random() < rate ? 1 / rate : 0;
}
