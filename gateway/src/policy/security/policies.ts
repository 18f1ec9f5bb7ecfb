import type { Caller } from '@nakku/identity';
import { withTimeout } from '@nakku/platform';
import type { Logger } from '@nakku/telemetry';
import { policiesIn, rightsOf } from '../../federation/requirements.ts';
import type { Requirement, Rights } from '../../federation/requirements.ts';

/**
 * Decides what `@policy` asks for. It is called once for an operation that meets policies, never for one that does
 * not, and only with the policies of that operation.
 */
export interface PolicyEvaluator {
  /** Those of `policies` that the caller meets; what is not named is refused. */
  evaluate(policies: readonly string[], caller: Caller): Promise<ReadonlySet<string>>;
  /**
   * Registers what is to be called when earlier decisions may no longer hold: running subscriptions are then
   * admitted anew, and end where they would be refused now.
   */
  onChange?(listener: () => void): void;
}

/** Without an evaluator every policy is refused. */
export const noPolicies: PolicyEvaluator = { evaluate: () => Promise.resolve(new Set()) };

/** What a caller has to meet these requirements with. */
export type EstablishRights = (caller: Caller, requirements: readonly Requirement[]) => Promise<Rights>;

/**
 * @param timeoutMs an evaluator that has not responded by then, or fails, has granted nothing
 */
export function createRights(o: {
  evaluator: PolicyEvaluator;
  timeoutMs: number;
  log: Logger;
}): EstablishRights {
  async function granted(policies: readonly string[], caller: Caller): Promise<ReadonlySet<string>> {
    try {
      const late = `no response within ${o.timeoutMs} ms`;
      return await withTimeout(o.timeoutMs, late, o.evaluator.evaluate(policies, caller));
    } catch (err) {
      o.log.error({ err, policies }, 'policies could not be evaluated: they are refused');
      return new Set();
    }
  }

  return async (caller, requirements) => {
    const policies = policiesIn(requirements);
    return rightsOf(caller, policies.length === 0 ? undefined : await granted(policies, caller));
  };
}
