import { counter, gauge } from '@nakku/telemetry';
import type { Logger } from '@nakku/telemetry';
import { createCircuitBreaker } from './circuitBreaker.ts';
import type { CircuitRules, CircuitState } from './circuitBreaker.ts';
import { deadlineIn } from '../request/deadline.ts';
import type { Cancellable } from '../request/deadline.ts';
import { withRetries } from './retry.ts';
import type { RetryRules } from './retry.ts';
import { createRetryBudget } from './retryBudget.ts';
import { CircuitOpen, mayRepeat, verdictOn } from './subgraphFailure.ts';

/** How the gateway treats a subgraph that fails. */
export interface ResilienceRules {
  /** A query waits this long for one subgraph, in milliseconds; a mutation as long as its request has. */
  readonly queryTimeoutMs: number;
  readonly retries: RetryRules & {
    /** Retries per first attempt, and how many of them may be saved up. */
    readonly perRequest: number;
    readonly maxSaved: number;
  };
  readonly circuit: CircuitRules;
}

/** The calls of one subgraph, with time-out, retries and circuit breaker. */
export interface ResilientCalls {
  readonly circuit: CircuitState;
  /**
   * @param attempt one request; it ends with its signal
   * @throws CircuitOpen when the subgraph is not asked, or what the last attempt threw
   */
  call<T>(
    attempt: (signal: Cancellable) => Promise<T>,
    o: { readonly isQuery: boolean; readonly signal: Cancellable },
  ): Promise<T>;
}

const stateNumbers: Record<CircuitState, number> = { closed: 0, 'half-open': 1, open: 2 };

export function createResilientCalls(o: {
  subgraph: string;
  rules: ResilienceRules;
  log: Logger;
}): ResilientCalls {
  const { subgraph, rules, log } = o;
  const states = gauge('subgraph_circuit_state', 'Circuit to a subgraph: 0 closed, 1 half open, 2 open', [
    'subgraph',
  ]);
  const retries = counter(
    'subgraph_retries_total',
    'Fetches that were made again',
    ['subgraph'],
    [{ subgraph }],
  );
  states.set({ subgraph }, stateNumbers.closed);
  const breaker = createCircuitBreaker({
    rules: rules.circuit,
    now: () => performance.now(),
    random: Math.random,
    onChange(state) {
      states.set({ subgraph }, stateNumbers[state]);
      if (state === 'open')
        log.warn({ subgraph }, 'the circuit to a subgraph opens: it is not asked for a while');
      else log.info({ subgraph, state }, 'the circuit to a subgraph changes');
    },
  });
  const { perRequest, maxSaved } = rules.retries;
  const budget = createRetryBudget({ perRequest, max: maxSaved });

  async function guarded<T>(
    attempt: (signal: Cancellable) => Promise<T>,
    signal: Cancellable,
    operation: Cancellable,
  ): Promise<T> {
    const passage = breaker.enter();
    if (!passage) throw new CircuitOpen(`the circuit to ${subgraph} is open`);
    const startedAt = performance.now();
    try {
      const response = await attempt(signal);
      passage.succeeded();
      return response;
    } catch (error) {
      const waitedMs = performance.now() - startedAt;
      const { queryTimeoutMs } = rules;
      const verdict = verdictOn(error, { operation, signal, waitedMs, queryTimeoutMs });
      if (verdict === 'sick') passage.failed();
      else if (verdict === 'well') passage.succeeded();
      else passage.dropped();
      throw error;
    }
  }

  return {
    get circuit() {
      return breaker.state;
    },
    async call(attempt, { isQuery, signal }) {
      const limit = isQuery ? deadlineIn(rules.queryTimeoutMs, signal) : undefined;
      try {
        const bounded = limit ?? signal;
        return await withRetries(() => guarded(attempt, bounded, signal), {
          rules: rules.retries,
          budget,
          mayRepeat: (error) => mayRepeat(error, isQuery),
          signal: bounded,
          onRetry: () => retries.inc({ subgraph }),
        });
      } catch (error) {
        // The reason says more than the error of a request that was cut.
        if (limit?.aborted) throw limit.reason;
        throw error;
      } finally {
        limit?.clear();
      }
    },
  };
}
