import type { FetchNode, PlanNode } from '@apollo/query-planner';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { errorOf } from '../../request/results.ts';
import type { SubgraphRequest, SubgraphResponse } from '../../subgraphs/subgraphRequest.ts';
import type { ExecutionContext } from '../../request/executionContext.ts';
import { errorsOfFetch } from './errorPaths.ts';
import { isJsonObject, mergeInto } from '../../subgraphs/json.ts';
import type { JsonObject } from '../../subgraphs/json.ts';
import { compileRepresentation } from './representation.ts';
import { entityKeys } from '../../subgraphs/sharedEntities.ts';
import type { SharedEntities } from '../../subgraphs/sharedEntities.ts';
import { Unsupported } from './unsupported.ts';

/** Who responds to the fetches of a plan: the clients of the subgraphs by name. */
export type Fetchers = Readonly<
  Record<
    string,
    {
      fetch(request: SubgraphRequest, context: ExecutionContext): Promise<SubgraphResponse>;
      /** What others were told of the same entities a moment ago. */
      readonly shared: SharedEntities;
    }
  >
>;

/** One run of a plan, whose response grows in `data`. */
export interface PlanRun {
  readonly context: ExecutionContext;
  readonly fetchers: Fetchers;
  readonly data: JsonObject;
  readonly errors: GraphQLFormattedError[];
}

/** Where a node works: at the objects which `path` leads to. */
type Step = (run: PlanRun, at: unknown, path: readonly string[]) => Promise<void>;

/** Compiles the fetches of entities that complete a response. Throws Unsupported. */
export function compileFetches(schema: GraphQLSchema, node: PlanNode): (run: PlanRun) => Promise<void> {
  const step = compileNode(schema, node);
  return (run) => step(run, run.data, []);
}

function compileNode(schema: GraphQLSchema, node: PlanNode): Step {
  switch (node.kind) {
    case 'Sequence': {
      const steps = node.nodes.map((one) => compileNode(schema, one));
      return async (run, at, path) => {
        for (const step of steps) await step(run, at, path);
      };
    }
    case 'Parallel': {
      const steps = node.nodes.map((one) => compileNode(schema, one));
      return async (run, at, path) => {
        await Promise.all(steps.map((step) => step(run, at, path)));
      };
    }
    case 'Flatten': {
      const deeper = node.path.map(String);
      const step = compileNode(schema, node.node);
      return async (run, at, path) => {
        const found = objectsAt(at, deeper);
        if (found) await step(run, found, [...path, ...deeper]);
      };
    }
    case 'Fetch':
      return compileFetch(schema, node);
    case 'Condition':
    case 'Defer':
      throw new Unsupported(node.kind);
  }
}

/** What stands at a path; of each element, in one list, where the path has `@`. */
function objectsAt(value: unknown, path: readonly string[]): unknown {
  const [head, ...rest] = path;
  if (head === undefined || value === undefined || value === null) return value;
  if (head === '@') {
    if (!Array.isArray(value)) throw new Error(`a list was expected before ${rest.join('.')}`);
    return value.flatMap((element: unknown) => objectsAt(element, rest));
  }
  if (Array.isArray(value)) throw new Error(`a list was not expected before ${head}`);
  return isJsonObject(value) ? objectsAt(value[head], rest) : undefined;
}

function compileFetch(schema: GraphQLSchema, node: FetchNode): Step {
  if (!node.requires) throw new Unsupported('a fetch that is not of entities');
  if (node.inputRewrites || node.outputRewrites || node.contextRewrites) throw new Unsupported('rewrites');
  const { serviceName, operation: query, operationName } = node;
  const usages = node.variableUsages ?? [];
  const represent = compileRepresentation(schema, node.requires);
  const keyOf = entityKeys(query);

  async function complete(run: PlanRun, at: unknown, path: readonly string[]): Promise<void> {
    const entities: JsonObject[] = [];
    const representations: JsonObject[] = [];
    for (const entity of Array.isArray(at) ? at : [at]) {
      const representation = represent(entity);
      if (!representation?.__typename || !isJsonObject(entity)) continue;
      entities.push(entity);
      representations.push(representation);
    }
    if (entities.length === 0) return;
    const given = run.context.admitted.request.variables ?? {};
    const used = usages.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]);
    const variables = Object.fromEntries(used);
    const fetcher = run.fetchers[serviceName];
    if (!fetcher) throw new Error(`Couldn't find service with name "${serviceName}"`);
    const keys = representations.map((one) => keyOf(variables, one));
    const known = fetcher.shared.all(keys);
    if (known) return mergeEntities(entities, known);
    const request = { query, operationName, variables: { ...variables, representations } };
    const response = await fetcher.fetch(request, run.context);
    if (response.errors) {
      const { data } = run;
      run.errors.push(...errorsOfFetch(response.errors, { serviceName, path, data, ofEntities: true }));
    }
    if (!response.data) return;
    const { _entities: received } = response.data;
    if (!response.errors && response.maxAgeMs !== undefined && Array.isArray(received))
      fetcher.shared.keep(keys, received, response.maxAgeMs);
    mergeEntities(entities, received);
  }

  return async (run, at, path) => {
    try {
      await complete(run, at, path);
    } catch (error) {
      run.errors.push(errorOf('INTERNAL_SERVER_ERROR', error instanceof Error ? error.message : 'failed'));
    }
  };
}

function mergeEntities(entities: readonly JsonObject[], received: unknown): void {
  if (!Array.isArray(received)) throw new Error('Expected "data._entities" in response to be an array');
  if (received.length !== entities.length) {
    throw new Error(`Expected "data._entities" to contain ${entities.length} elements`);
  }
  for (const [i, entity] of entities.entries()) {
    const more: unknown = received[i];
    if (!isJsonObject(more)) continue;
    if (!more.__typename) more.__typename = entity.__typename;
    mergeInto(entity, more);
  }
}
