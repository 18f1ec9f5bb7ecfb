import type { QueryPlan } from '@apollo/query-planner';
import { inSpan } from '@nakku/telemetry';
import type { Admitted } from '../request/admitted.ts';
import { compileOperation } from './compiled/compiledOperation.ts';
import type { CompiledOperation } from './compiled/compiledOperation.ts';
import type { Fetchers } from './compiled/planRun.ts';
import type { Executor } from './executor.ts';
import { planOf, planSubscription } from './plans.ts';

/**
 * Executes compiled operations (ADR 0031): each text, with each set of rights that leaves something else of it, is
 * planned and compiled once.
 * @param fetchers who responds to fetches, by subgraph
 */
export function createCompiledExecutor(fetchers: () => Fetchers): Executor {
  /** By the plan's root, or the document of what has nothing to fetch: both live as long as they are remembered. */
  const compiled = new WeakMap<object, CompiledOperation>();
  function compiledOf(admitted: Admitted, plan: QueryPlan | undefined): CompiledOperation {
    const key = plan?.node ?? admitted.document;
    const known = compiled.get(key) ?? compileOperation(admitted, plan);
    compiled.set(key, known);
    return known;
  }

  return {
    execute(context) {
      const { admitted } = context;
      return compiledOf(admitted, planOf(admitted)).run(context, fetchers());
    },
    planSubscription(admitted, document) {
      const { plan, subgraph, upstream } = planSubscription(admitted, document);
      const operation = compiledOf(admitted, plan);
      return {
        subgraph,
        upstream,
        execute: (event, context) =>
          inSpan('gateway.event', {}, () => operation.complete(event, context, fetchers())),
      };
    },
  };
}
