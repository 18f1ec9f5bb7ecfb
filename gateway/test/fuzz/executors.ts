import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import type { Caller } from '@nakku/identity';
import { AdmittedGateway } from '../../src/execution/apolloGateway.ts';
import { ApolloExecution, executionIn } from '../../src/execution/apolloExecution.ts';
import { compileOperation } from '../../src/execution/compiled/compiledOperation.ts';
import { compilePlan } from '../../src/execution/compiled/plan.ts';
import { compileRewrites } from '../../src/execution/compiled/rewrites.ts';
import type { Fetchers } from '../../src/execution/compiled/planRun.ts';
import { atPlaces } from '../../src/execution/errorPlaces.ts';
import { planOf, planSubscription } from '../../src/execution/plans.ts';
import type { Admitted } from '../../src/request/admitted.ts';
import { unnamedClient } from '../../src/request/clientIdentity.ts';
import type { ExecutionContext } from '../../src/request/executionContext.ts';
import { resultText, WrittenData } from '../../src/request/results.ts';
import { isJsonObject } from '../../src/subgraphs/json.ts';
import { createSharedEntities } from '../../src/subgraphs/sharedEntities.ts';
import type { SubgraphResponse } from '../../src/subgraphs/subgraphRequest.ts';
import { withoutUnknownPurposes } from '../../src/supergraph/unenforced.ts';
import type { Outcome } from './verdict.ts';

/** What a subgraph responds, each time as an object of its own. */
export type Respond = (query: string, variables: Readonly<Record<string, unknown>>) => SubgraphResponse;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The subgraphs of one run, and what was requested of them. */
export class Subgraphs {
  readonly requests = new Set<string>();
  /** How many requests there were. */
  count = 0;
  readonly #responds: ReadonlyMap<string, Respond>;

  constructor(responds: Iterable<readonly [name: string, respond: Respond]>) {
    this.#responds = new Map(responds);
  }

  fetch(name: string, query: string, variables: Readonly<Record<string, unknown>>): SubgraphResponse {
    this.count += 1;
    const respond = this.#responds.get(name);
    if (!respond) throw new Error(`no subgraph is called ${name}`);
    const { representations, ...rest } = variables;
    const nameless = query.replace(/^(\w+) \w+/, '$1');
    const wanted: readonly unknown[] = Array.isArray(representations) ? representations : [undefined];
    for (const one of wanted) this.requests.add(`${name} ${nameless} ${JSON.stringify([rest, one])}`);
    return respond(query, variables);
  }

  fetchers(): Fetchers {
    const names = [...this.#responds.keys()];
    return Object.fromEntries(
      names.map((name) => [
        name,
        {
          fetch: ({ query, variables, representations }) => {
            const entities = representations?.map((json): unknown => JSON.parse(json));
            const all = entities ? { ...variables, representations: entities } : variables;
            return Promise.resolve(this.fetch(name, query, all));
          },
          shared: createSharedEntities(name, { characters: 0, maxMs: 1 }),
        },
      ]),
    );
  }
}

export type Planned = ReturnType<typeof plannedOf>;

export function plannedOf(admitted: Admitted) {
  if (admitted.operation.operation !== 'subscription' || !admitted.allowed)
    return { plan: planOf(admitted), subscription: undefined };
  const subscription = planSubscription(admitted, admitted.allowed);
  return { plan: subscription.plan, subscription };
}

/** The event that a subscription's owner sends. */
function eventOf({ subscription }: Planned, { admitted }: ExecutionContext, subgraphs: Subgraphs) {
  if (!subscription) return undefined;
  const given = admitted.request.variables ?? {};
  const names = subscription.upstream.variableNames.filter((name) => name in given);
  const variables = Object.fromEntries(names.map((name) => [name, given[name]]));
  return subgraphs.fetch(subscription.subgraph, subscription.upstream.query, variables);
}

export async function runCompiled(
  context: ExecutionContext,
  planned: Planned,
  subgraphs: Subgraphs,
): Promise<Outcome> {
  const operation = compileOperation(context.admitted, planned.plan);
  const event = eventOf(planned, context, subgraphs);
  const fetchers = subgraphs.fetchers();
  const result = event
    ? await operation.complete(event, context, fetchers)
    : await operation.run(context, fetchers);
  const { data, errors = [] } = JSON.parse(resultText(result));
  const { cost, variables } = context.admitted;
  const written = result.data instanceof WrittenData ? result.data.cost : undefined;
  const actual = cost.actual(data, variables);
  if (written !== actual)
    throw new Error(`counted ${written} instead of ${actual} in ${context.admitted.text}`);
  return { data, errors: atPlaces(errors, () => data), requests: subgraphs.requests };
}

/** The data of subgraphs before it is completed. */
export async function fetched(
  context: ExecutionContext,
  planned: Planned,
  subgraphs: Subgraphs,
): Promise<unknown> {
  const event = eventOf(planned, context, subgraphs);
  const data = isJsonObject(event?.data) ? event.data : {};
  const { plan, subscription } = planned;
  const { admitted } = context;
  compileRewrites(admitted.snapshot.joinedSchema, subscription?.primary.outputRewrites)?.(data);
  const node = subscription ? subscription.rest : plan?.node;
  if (!node || node.kind === 'Subscription') return data;
  await compilePlan(
    admitted.snapshot.joinedSchema,
    node,
  )({
    context,
    fetchers: subgraphs.fetchers(),
    variables: admitted.variables,
    data,
    errors: [],
    batches: new Map(),
    sharesEntities: false,
    publicMs: Infinity,
  });
  return data;
}

/** Apollo Server over Apollo's gateway, as the reporting executor runs them. */
export async function startApollo(sdl: string) {
  let current: Subgraphs | undefined;
  const gateway = new AdmittedGateway({
    supergraphSdl: () => Promise.resolve({ supergraphSdl: withoutUnknownPurposes(sdl) }),
    dataSource: (name) => ({
      process({ context, request: { query = '', variables = {} } }) {
        const event = executionIn(context)?.event;
        if (event?.operation === query) return Promise.resolve(event.response);
        if (!current) throw new Error('nothing runs');
        return Promise.resolve(current.fetch(name, query, variables));
      },
    }),
    logger: silent,
  });
  const server = new ApolloServer<{ execution?: ApolloExecution }>({
    gateway,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    plugins: [ApolloServerPluginUsageReportingDisabled()],
    logger: silent,
  });
  await server.start();
  return {
    async run(context: ExecutionContext, planned: Planned, subgraphs: Subgraphs): Promise<Outcome> {
      current = subgraphs;
      const { admitted } = context;
      const response = eventOf(planned, context, subgraphs);
      const execution = new ApolloExecution(context, response && plannedEvent(planned, response));
      const { body } = await server.executeOperation(
        {
          query: admitted.text,
          variables: { ...admitted.request.variables },
          operationName: admitted.operation.name?.value,
        },
        { contextValue: { execution } },
      );
      if (body.kind !== 'single') throw new Error('one response was expected');
      const { data = null, errors = [] } = JSON.parse(JSON.stringify(body.singleResult));
      return { data, errors: atPlaces(errors, () => data), requests: subgraphs.requests };
    },
    stop: () => server.stop(),
  };
}

function plannedEvent({ subscription }: Planned, response: NonNullable<ReturnType<typeof eventOf>>) {
  if (!subscription) throw new Error('only subscriptions have events');
  const { primary, rest } = subscription;
  const nodes = rest ? [primary, rest] : [primary];
  return {
    plan: { kind: 'QueryPlan', node: { kind: 'Sequence', nodes } },
    operation: primary.operation,
    response,
  } as const;
}

export const contextOf = (admitted: Admitted, caller: Caller): ExecutionContext => ({
  admitted,
  requestContext: {
    caller,
    token: undefined,
    clientIp: '127.0.0.1',
    client: unnamedClient,
    requestId: 'r',
    correlationId: 'c',
  },
  deadlineAt: Date.now() + 60_000,
  signal: new AbortController().signal,
});
