import { operationFromDocument } from '@apollo/federation-internals';
import type { SubscriptionNode } from '@apollo/query-planner';
import type { GraphQLFormattedError } from 'graphql';
import type { Admitted } from '../../request/admitted.ts';
import { errorOf } from '../../request/results.ts';
import type { OperationResult } from '../../request/results.ts';
import type { SubgraphResponse } from '../../subgraphs/subgraphRequest.ts';
import type { ExecutionContext } from '../../request/executionContext.ts';
import { completionErrors } from './completionErrors.ts';
import type { Completion } from './completionErrors.ts';
import { errorsOfFetch } from './errorPaths.ts';
import { compileFetches } from './fetches.ts';
import type { Fetchers } from './fetches.ts';
import { isJsonObject } from '../../subgraphs/json.ts';
import { compileShape } from './shape.ts';
import { Unsupported } from './unsupported.ts';

/** Completes and shapes an event, whose data it changes, as `executeQueryPlan` would. */
export type CompiledEvent = (
  event: SubgraphResponse,
  context: ExecutionContext,
  fetchers: Fetchers,
) => Promise<OperationResult>;

/** By the node of the plan, which stands for one text, operation and set of rights within one supergraph. */
const compiled = new WeakMap<SubscriptionNode, CompiledEvent | 'unsupported'>();

/** The plan of a subscription compiled, once; undefined if it needs what only Apollo's executor knows (ADR 0019). */
export function compiledEventOf(node: SubscriptionNode, admitted: Admitted): CompiledEvent | undefined {
  const known = compiled.get(node) ?? compileOrNot(node, admitted);
  compiled.set(node, known);
  return known === 'unsupported' ? undefined : known;
}

function compileOrNot(node: SubscriptionNode, admitted: Admitted): CompiledEvent | 'unsupported' {
  try {
    return compileEvent(node, admitted);
  } catch (error) {
    if (error instanceof Unsupported) return 'unsupported';
    throw error;
  }
}

function compileEvent({ primary, rest }: SubscriptionNode, admitted: Admitted): CompiledEvent {
  if (primary.outputRewrites || primary.contextRewrites) throw new Unsupported('rewrites');
  const { snapshot, document, operation } = admitted;
  const name = operation.name?.value;
  const named = name === undefined ? {} : { operationName: name };
  const shape = compileShape(
    operationFromDocument(snapshot.apiSchema, document, { ...named, validate: false }),
  );
  const complete = rest && compileFetches(snapshot.joinedSchema, rest);
  const { serviceName } = primary;

  return async (event, context, fetchers) => {
    const data = isJsonObject(event.data) ? event.data : {};
    const own = { serviceName, path: [], data, ofEntities: false };
    const errors: GraphQLFormattedError[] = errorsOfFetch(event.errors ?? [], own);
    await complete?.({ context, fetchers, data, errors });
    try {
      const completions: Completion[] = [];
      const shaped = shape(data, (message, path) => completions.push({ message, path: [...path] }));
      const all = errors.length > 0 ? errors : completionErrors(completions, admitted.denied);
      return { data: shaped, ...(all.length > 0 ? { errors: all } : {}) };
    } catch (error) {
      return { errors: [errorOf('INTERNAL_SERVER_ERROR', error instanceof Error ? error.message : '')] };
    }
  };
}
