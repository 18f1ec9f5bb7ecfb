import { ApolloServer } from '@apollo/server';
import type { GraphQLDataSource, SupergraphSdlHook } from '@apollo/gateway';
import type { PlanNode } from '@apollo/query-planner';
import type { Logger } from '@nakku/telemetry';
import type { OperationResult } from '../request/results.ts';
import { apolloLogger } from '../supergraph/apolloLogger.ts';
import type { LoadGateway } from '../supergraph/store.ts';
import { ApolloExecution } from './apolloExecution.ts';
import { AdmittedGateway } from './apolloGateway.ts';
import type { Executor } from './executor.ts';
import { planSubscription } from './plans.ts';
import { usageReporting } from './usageReporting.ts';
import type { UsageReportingOptions } from './usageReporting.ts';

interface ApolloContextValue {
  readonly execution?: ApolloExecution;
}

export interface ReportingExecutor extends Executor {
  /** Loads the gateway by which it executes. */
  readonly load: LoadGateway;
  stop(): Promise<void>;
}

export interface ReportingExecutorOptions {
  /** The connection to a subgraph. */
  readonly dataSource: (subgraph: string, url: string | undefined) => GraphQLDataSource;
  readonly reporting: UsageReportingOptions;
  readonly log: Logger;
}

/**
 * Executes by Apollo Server, whose plugins report use and traces to Apollo Studio. It is the slower of two executors,
 * there for these reports alone.
 */
export function createReportingExecutor({
  dataSource,
  reporting,
  log,
}: ReportingExecutorOptions): ReportingExecutor {
  let server: ApolloServer<ApolloContextValue> | undefined;

  async function load(supergraphSdl: SupergraphSdlHook): Promise<void> {
    server = new ApolloServer<ApolloContextValue>({
      gateway: new AdmittedGateway({ supergraphSdl, dataSource, logger: apolloLogger(log) }),
      introspection: true,
      includeStacktraceInErrorResponses: false,
      persistedQueries: false,
      stopOnTerminationSignals: false,
      apollo: { key: reporting.key, graphRef: reporting.graphRef },
      plugins: [usageReporting(reporting)],
      csrfPrevention: false,
      logger: log,
    });
    await server.start();
  }

  async function run(execution: ApolloExecution): Promise<OperationResult> {
    if (!server) throw new Error('no supergraph is loaded');
    const { request, text } = execution.context.admitted;
    const { body } = await server.executeOperation(
      { query: text, variables: { ...request.variables }, operationName: request.operationName },
      { contextValue: { execution } },
    );
    if (body.kind !== 'single') throw new Error('an incremental response was not requested');
    const { data, errors, extensions } = body.singleResult;
    return { data, errors, extensions };
  }

  return {
    execute: (context) => run(new ApolloExecution(context)),
    planSubscription(admitted, document) {
      const { primary, rest, subgraph, upstream } = planSubscription(admitted, document);
      const nodes: PlanNode[] = rest ? [primary, rest] : [primary];
      const plan = { kind: 'QueryPlan', node: { kind: 'Sequence', nodes } } as const;
      return {
        subgraph,
        upstream,
        execute: (response, context) =>
          run(
            new ApolloExecution(context, {
              plan: { ...plan, node: { ...plan.node } },
              operation: primary.operation,
              response,
            }),
          ),
      };
    },
    load,
    async stop() {
      await server?.stop();
    },
  };
}
