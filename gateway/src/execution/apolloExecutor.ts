import { ApolloServer } from '@apollo/server';
import { isPlanNode } from '@apollo/query-planner';
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { inSpan } from '@nakku/telemetry';
import type { Logger } from '@nakku/telemetry';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Admitted } from '../request/admitted.ts';
import type { OperationResult } from '../request/results.ts';
import type { SupergraphStore } from '../supergraph/store.ts';
import { unwrapContext, wrapContext } from './apolloContext.ts';
import type { ApolloContext } from './apolloContext.ts';
import type { ApolloExecutionResult, ApolloRequestContext, ServedGateway } from './apolloTypes.ts';
import { compiledEventOf } from './compiled/compiledEvent.ts';
import type { Fetchers } from './compiled/fetches.ts';
import type { Executor, SubscriptionPlan } from './executor.ts';
import { runPlan } from './runPlan.ts';
import type { Services } from './runPlan.ts';
import { usageReporting } from './usageReporting.ts';
import type { UsageReportingOptions } from './usageReporting.ts';

/** Those that are on their way to Apollo Server; one that is missed it parses itself. */
const maxDocuments = 64;
const emptyPlan: QueryPlan = { kind: 'QueryPlan' };

export interface ApolloExecutorOptions {
  readonly store: SupergraphStore;
  /** Who responds to the fetches of Apollo's executor, by subgraph. */
  readonly services: () => Services;
  /** The same for compiled events. */
  readonly fetchers: () => Fetchers;
  /** Undefined: no usage reports. */
  readonly reporting: UsageReportingOptions | undefined;
  readonly log: Logger;
}

/**
 * Executes by Apollo Server, for what its plugins give: usage reports, cache control, tracing. Operations come
 * admitted, so its document store hands over what admission has parsed and validated, and nothing happens twice.
 * Events run compiled where nobody needs what the plugins do for each.
 */
export async function startApolloExecutor(o: ApolloExecutorOptions): Promise<Executor> {
  const documents = new LRUCache<string, DocumentNode>({ max: maxDocuments });
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

  async function run(context: ApolloContext): Promise<OperationResult> {
    const { request, text, textHash, document } = context.admitted;
    documents.set(textHash, document);
    const { body } = await server.executeOperation(
      { query: text, variables: { ...request.variables }, operationName: request.operationName },
      { contextValue: wrapContext(context) },
    );
    if (body.kind !== 'single') throw new Error('an incremental response was not requested');
    const { data, errors, extensions } = body.singleResult;
    return { data, errors, extensions };
  }

  function planSubscription(admitted: Admitted, document: DocumentNode): SubscriptionPlan {
    const { snapshot, allowedKey, operation } = admitted;
    const { node } = snapshot.planOf(`subscription ${allowedKey}`, document, operation.name?.value);
    if (node?.kind !== 'Subscription') throw new Error('the planner did not plan a subscription');
    const { primary, rest } = node;
    const nodes: PlanNode[] = rest ? [primary, rest] : [primary];
    const plan: QueryPlan = { kind: 'QueryPlan', node: { kind: 'Sequence', nodes } };
    const compiled = o.reporting ? undefined : compiledEventOf(node, admitted);
    return {
      subgraph: primary.serviceName,
      upstream: {
        query: primary.operation,
        operationName: primary.operationName,
        variableNames: primary.variableUsages ?? [],
      },
      execute: (event, context) =>
        compiled
          ? inSpan('gateway.event', {}, () => compiled(event, context, o.fetchers()))
          : run({ ...context, event: { plan, operation: primary.operation, response: event } }),
    };
  }

  return { execute: run, planSubscription, stop: () => server.stop() };
}

async function executeAdmitted(
  requestContext: ApolloRequestContext,
  services: Services,
): Promise<ApolloExecutionResult> {
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
  executor: (requestContext: ApolloRequestContext) => Promise<ApolloExecutionResult>,
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
