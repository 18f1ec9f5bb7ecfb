import type { FetchNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { copyOf, isJsonObject, mergeInto } from '../../subgraphs/json.ts';
import type { JsonObject, Subtypes } from '../../subgraphs/json.ts';
import { entityKeys } from '../../subgraphs/sharedEntities.ts';
import { headOf } from '../../subgraphs/subgraphRequest.ts';
import { compileRepresentationWriter } from './representation.ts';
import { compileRewrites } from './rewrites.ts';
import { failFetch, respond } from './planRun.ts';
import type { Batch, Participant, PlanRun, Step } from './planRun.ts';
import { subtypesOf } from './subtypes.ts';
import { objectsAt } from './targets.ts';
import type { PlanPath } from './targets.ts';

/** Compiles a fetch of root fields, whose data belongs to every object at `path`. */
export function compileRootFetch(schema: GraphQLSchema, node: FetchNode, path: PlanPath): Step {
  const { serviceName, operation: query, operationName } = node;
  const usages = node.variableUsages ?? [];
  const head = headOf({ query, operationName });
  const rewrite = compileRewrites(schema, node.outputRewrites);
  const subtypes = subtypesOf(schema);
  return async (run) => {
    const source = { serviceName, paths: [path], data: run.data, entities: undefined };
    try {
      const targets = objectsAt(run.data, path);
      if (targets.length === 0) return;
      const request = { query, operationName, head, variables: variablesOf(run, usages) };
      const { data } = await respond(run, request, source);
      if (!isJsonObject(data)) return;
      rewrite?.(data);
      for (const [i, target] of targets.entries())
        mergeInto(target, i === 0 ? data : Object(copyOf(data)), subtypes);
    } catch (error) {
      failFetch(run, error, source);
    }
  };
}

/**
 * Compiles a fetch of entities. Fetches of one shape that start side by side become one request, and of equal
 * representations one is sent.
 */
export function compileEntityFetch(
  schema: GraphQLSchema,
  node: FetchNode,
  path: PlanPath,
  /** Whether the plan has another fetch of the same shape. */
  isRepeated: boolean,
): Step {
  const { serviceName, operation: query, operationName } = node;
  const usages = node.variableUsages ?? [];
  const head = headOf({ query, operationName });
  const rewriteInput = compileRewrites(schema, node.inputRewrites);
  const represent = compileRepresentationWriter(schema, node.requires ?? [], rewriteInput);
  const rewrite = compileRewrites(schema, node.outputRewrites);
  const shape = shapeOf(node);
  const keyOf = entityKeys(shape);
  const subtypes = subtypesOf(schema);

  function join(run: PlanRun, batch: Pick<Batch, 'participants' | 'representations'>): boolean {
    const objects: JsonObject[] = [];
    const indices: number[] = [];
    for (const object of objectsAt(run.data, path)) {
      const json = represent(object);
      if (json === undefined) continue;
      const index = batch.representations.get(json) ?? batch.representations.size;
      batch.representations.set(json, index);
      objects.push(object);
      indices.push(index);
    }
    if (objects.length > 0) batch.participants.push({ path, rewrite, objects, indices });
    return objects.length > 0;
  }

  async function send(run: PlanRun, { participants, representations }: Omit<Batch, 'sent'>): Promise<void> {
    const wanted = [...representations.keys()];
    const entities: JsonObject[][] = wanted.map(() => []);
    for (const { objects, indices } of participants)
      indices.forEach((index, i) => entities[index]?.push(objects[i] ?? {}));
    const paths = participants.map((one) => one.path);
    const source = { serviceName, paths, data: run.data, entities };
    try {
      const variables = variablesOf(run, usages);
      const shared = run.sharesEntities ? run.fetchers[serviceName]?.shared : undefined;
      const keys = shared ? wanted.map((json) => keyOf(variables, json)) : [];
      const known = shared?.all(keys);
      if (known) return merge(known, participants, subtypes);
      const request = { query, operationName, head, variables, representations: wanted };
      const { data, errors, maxAgeMs } = await respond(run, request, source);
      if (!isJsonObject(data)) return;
      const received: unknown = data._entities;
      if (!Array.isArray(received) || received.length !== wanted.length)
        throw new Error(`Expected "data._entities" in response to be an array of ${wanted.length} elements`);
      if (shared && !errors && maxAgeMs !== undefined) shared.keep(keys, received, maxAgeMs);
      merge(received, participants, subtypes);
    } catch (error) {
      failFetch(run, error, source);
    }
  }

  return async (run) => {
    if (!isRepeated) {
      const batch = { participants: [], representations: new Map<string, number>() };
      return join(run, batch) ? send(run, batch) : undefined;
    }
    const open = run.batches.get(shape);
    if (open) return join(run, open) ? open.sent : undefined;
    const batch: Omit<Batch, 'sent'> = { participants: [], representations: new Map() };
    if (!join(run, batch)) return undefined;
    // Whatever starts side by side has started when the queue of microtasks is empty.
    const sent = new Promise<void>((resolve) => process.nextTick(resolve)).then(() => {
      run.batches.delete(shape);
      return send(run, batch);
    });
    run.batches.set(shape, { ...batch, sent });
    return sent;
  };
}

function merge(received: readonly unknown[], participants: readonly Participant[], subtypes: Subtypes): void {
  for (const [i, { objects, indices, rewrite }] of participants.entries()) {
    // Each fetch goes on with its own entities. Within one, equal entities stay one: they get the same again.
    const own = i === participants.length - 1 ? received : received.map(copyOf);
    const typed = new Set<number>();
    for (const [at, object] of objects.entries()) {
      const index = indices[at] ?? 0;
      const entity = own[index];
      if (!isJsonObject(entity)) continue;
      if (!typed.has(index)) {
        typed.add(index);
        if (!entity.__typename) entity.__typename = object.__typename;
        rewrite?.(entity);
      }
      mergeInto(object, entity, subtypes);
    }
  }
}

/** What fetches have in common that may be one request: all but the operation's name, which has the fetch's number. */
export function shapeOf({ serviceName, operation, operationName }: FetchNode): string {
  const nameless = operationName === undefined ? operation : operation.replace(operationName, '');
  return `${serviceName} ${nameless}`;
}

function variablesOf(run: PlanRun, usages: readonly string[]): Record<string, unknown> {
  const given = run.context.admitted.request.variables;
  const variables: Record<string, unknown> = {};
  for (const name of usages) {
    const value = given && Object.hasOwn(given, name) ? given[name] : undefined;
    if (value !== undefined) variables[name] = value;
  }
  return variables;
}
