import { isPlanNode } from '@apollo/query-planner';
import type { PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import { isObjectType } from 'graphql';
import type { GraphQLFormattedError, GraphQLObjectType } from 'graphql';
import { LRUCache } from 'lru-cache';
import { fragmentsOf } from '../../federation/inlining.ts';
import type { Admitted } from '../../request/admitted.ts';
import type { ExecutionContext } from '../../request/executionContext.ts';
import type { Variables } from '../../request/operationCost.ts';
import { WrittenData } from '../../request/results.ts';
import type { OperationResult } from '../../request/results.ts';
import { isJsonObject } from '../../subgraphs/json.ts';
import type { JsonObject } from '../../subgraphs/json.ts';
import type { SubgraphResponse } from '../../subgraphs/subgraphRequest.ts';
import { collectFields } from './collectFields.ts';
import { completionErrors } from './completionErrors.ts';
import type { Completion } from './completionErrors.ts';
import { conditionVariables } from './conditionVariables.ts';
import { errorsOfFetch } from './fetchErrors.ts';
import { compileIntrospection } from './introspection.ts';
import type { Introspect } from './introspection.ts';
import { compilePlan } from './plan.ts';
import type { Fetchers, PlanRun, Step } from './planRun.ts';
import { compileRewrites } from './rewrites.ts';
import { compileWriter } from './writer.ts';
import type { WriteObject } from './writer.ts';

/** An operation of one text, name and set of rights, ready to run. */
export interface CompiledOperation {
  /** Runs a query or mutation. */
  run(context: ExecutionContext, fetchers: Fetchers): Promise<OperationResult>;
  /** Completes an event of a subscription, whose data it changes. */
  complete(event: SubgraphResponse, context: ExecutionContext, fetchers: Fetchers): Promise<OperationResult>;
}

/** How many decisions of its `@skip` and `@include` an operation remembers. */
const maxDecisions = 8;

/** A response's writer for one decision of `@skip` and `@include`. */
interface Shape {
  readonly write: WriteObject;
  readonly introspect: Introspect | undefined;
}

/**
 * Compiles an operation: the fetches of its plan, and a writer of its response. The plan is made of what authorization
 * left; the response has the shape of the client's own document, so that the rest reads null.
 */
export function compileOperation(admitted: Admitted, plan: QueryPlan | undefined): CompiledOperation {
  const { snapshot, document, operation, cost } = admitted;
  const root = snapshot.schema.getRootType(operation.operation);
  if (!isObjectType(root)) throw new Error(`the schema has no ${operation.operation}`);
  const fragments = fragmentsOf(document);
  const decisive = conditionVariables(document);
  const shapes = new LRUCache<string, Shape>({ max: maxDecisions });
  const { primary, fetches } = partsOf(plan);
  const rewriteEvent = compileRewrites(snapshot.joinedSchema, primary?.outputRewrites);
  const fetch: Step | undefined = fetches && compilePlan(snapshot.joinedSchema, fetches);

  function shapeFor(type: GraphQLObjectType, variables: Variables): Shape {
    const decision = decisive.map((name) => (variables[name] === true ? '1' : '0')).join('');
    const known = shapes.get(decision);
    if (known) return known;
    const decided = { schema: snapshot.schema, fragments, variables };
    const fields = collectFields(decided, type, [operation.selectionSet]);
    const shape = {
      write: compileWriter(decided, type, operation.selectionSet, cost.fields),
      introspect: compileIntrospection(snapshot.schema, fields, operation, document),
    };
    shapes.set(decision, shape);
    return shape;
  }

  async function finish(type: GraphQLObjectType, run: PlanRun): Promise<OperationResult> {
    await fetch?.(run);
    const { variables, denied, request } = run.context.admitted;
    const { write, introspect } = shapeFor(type, variables);
    const completions: Completion[] = [];
    const introspected = introspect?.(request.variables ?? {}) ?? {};
    const writing = { variables, introspected, completions, path: [], cost: 0 };
    const text = write(run.data, writing);
    const data = new WrittenData(text ?? 'null', writing.cost);
    const errors = [...run.errors, ...completionErrors(completions, denied, run.errors)];
    if (errors.length > 0) return { data, errors };
    return run.publicMs > 0 && run.publicMs < Infinity ? { data, publicMs: run.publicMs } : { data };
  }

  const newRun = (
    context: ExecutionContext,
    fetchers: Fetchers,
    event?: { readonly data: JsonObject; readonly errors: GraphQLFormattedError[] },
  ): PlanRun => ({
    context,
    fetchers,
    variables: context.admitted.variables,
    data: event?.data ?? {},
    errors: event?.errors ?? [],
    batches: new Map(),
    sharesEntities: event !== undefined,
    publicMs: Infinity,
  });

  return {
    run: (context, fetchers) => finish(root, newRun(context, fetchers)),
    complete(event, context, fetchers) {
      const data = isJsonObject(event.data) ? event.data : {};
      const source = { serviceName: primary?.serviceName ?? '', paths: [[]], data, entities: undefined };
      const errors = errorsOfFetch(event.errors ?? [], source);
      rewriteEvent?.(data);
      return finish(root, newRun(context, fetchers, { data, errors }));
    },
  };
}

/** What is fetched: of a subscription, what completes each event. */
function partsOf(plan: QueryPlan | undefined): {
  readonly primary: SubscriptionNode['primary'] | undefined;
  readonly fetches: PlanNode | undefined;
} {
  const node = plan?.node;
  if (node === undefined || isPlanNode(node)) return { primary: undefined, fetches: node };
  return { primary: node.primary, fetches: node.rest };
}
