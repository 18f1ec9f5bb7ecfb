import { ApolloServer } from '@apollo/server';
import { isPlanNode } from '@apollo/query-planner';
import type { QueryPlan } from '@apollo/query-planner';
import { inSpan } from '@nakku/telemetry';
import type { Logger } from '@nakku/telemetry';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { usageReporting } from './usageReporting.ts';
import type { UsageReportingOptions } from './usageReporting.ts';
import type { SupergraphStore } from '../supergraph/store.ts';
import type { Answer } from '../request/results.ts';
import type { ApolloRequestContext, ExecutionResult, ServedGateway } from '../request/apolloTypes.ts';
import type { Fetchers } from './compiled/fetches.ts';
import { unwrapContext, wrapContext } from '../request/executionContext.ts';
import type { ExecutionContext } from '../request/executionContext.ts';
import { runPlan } from './runPlan.ts';
import type { Services } from './runPlan.ts';

export interface ApolloExecution {
  /** Executes an admitted query or mutation, or one event of a subscription. */
  run(context: ExecutionContext): Promise<Answer>;
  stop(): Promise<void>;
}

const mostDocuments = 1_000;
const emptyPlan: QueryPlan = { kind: 'QueryPlan' };

/**
 * Apollo Server over the supergraph, for what its plugins give: usage reports, cache control, tracing. Operations
 * come admitted, so its document store hands over what admission has parsed and validated, and nothing happens twice.
 */
export async function startApolloServer(o: {
  store: SupergraphStore;
  services: () => Services & Fetchers;
  /** Undefined: no reports of use. */
  reporting: UsageReportingOptions | undefined;
  log: Logger;
}): Promise<ApolloExecution> {
  const documents = new LRUCache<string, DocumentNode>({ max: mostDocuments });
  const server = new ApolloServer({
    gateway: servedBy(o.store, (requestContext) => executeAdmitted(requestContext, o.services())),
    documentStore: {
      // Apollo's key ends with the sha256 of the text.
      get: (key) => Promise.resolve(documents.get(key.slice(-64))),
      set: () => Promise.resolve(),
      delete: () => Promise.resolve(true),
    },
    introspection: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    ...(o.reporting ? { apollo: { key: o.reporting.key, graphRef: o.reporting.graphRef } } : {}),
    plugins: [usageReporting(o.reporting)],
    csrfPrevention: false,
    logger: o.log,
  });
  await server.start();

  return {
    async run(context) {
      const { event } = context;
      // Events are many, and nobody but the reports needs what the plugins do for each.
      if (event?.compiled && !o.reporting) {
        const { answer, compiled } = event;
        return inSpan('gateway.event', {}, () => compiled(answer, context, o.services()));
      }
      const { request, textHash, document } = context.admitted;
      documents.set(textHash, document);
      const { body } = await server.executeOperation(
        { query: request.query, variables: { ...request.variables }, operationName: request.operationName },
        { contextValue: wrapContext(context) },
      );
      if (body.kind !== 'single') throw new Error('an incremental answer was not asked for');
      const { data, errors, extensions } = body.singleResult;
      return { data, errors, extensions };
    },
    stop: () => server.stop(),
  };
}

async function executeAdmitted(
  requestContext: ApolloRequestContext,
  services: Services,
): Promise<ExecutionResult> {
  const context = unwrapContext(requestContext.context);
  if (!context) throw new Error('an operation reached execution without admission');
  const { admitted } = context;
  const { snapshot, allowed, allowedKey, operation } = admitted;
  if (context.event) return runPlan(context.event.plan, admitted, services, requestContext);
  const plan = allowed ? snapshot.planOf(allowedKey, allowed, operation.name?.value) : emptyPlan;
  if (plan.node && !isPlanNode(plan.node)) throw new Error('a subscription reached the execution of queries');
  return runPlan(plan, admitted, services, requestContext);
}

/** The gateway as Apollo Server's own: loaded already, its schema followed, executed by `executor`. */
function servedBy(
  store: SupergraphStore,
  executor: (requestContext: ApolloRequestContext) => Promise<ExecutionResult>,
): ServedGateway {
  return {
    load: () => Promise.resolve({ executor }),
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: store.current().schema, coreSupergraphSdl: store.sdl() });
      return store.gateway.onSchemaLoadOrUpdate(callback);
    },
    stop: () => store.gateway.stop(),
  };
}
