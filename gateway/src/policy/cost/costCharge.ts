import type { Admitted } from '../../request/admitted.ts';
import { fetchesMade } from '../../request/fetchCount.ts';
import { WrittenData } from '../../request/results.ts';
import type { OperationResult } from '../../request/results.ts';
import type { Client } from './client.ts';
import { balanceHeaders } from './balance.ts';
import type { Balance } from './balance.ts';
import type { Demand } from './demand.ts';

/** What an operation that may go on is charged. */
export interface CostCharge {
  /** Before execution. */
  readonly headers: Readonly<Record<string, string>>;
  /** After execution: the result with its actual cost in `extensions`, and headers that say the same. */
  reconcile(result: OperationResult): ChargedResult;
}

/** A result with what it cost. */
export interface ChargedResult {
  readonly result: OperationResult;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The charge of one operation of a client.
 * @param o.fetchCost what each fetch from a subgraph costs that was made
 * @param o.shown whether the client sees what it costs
 */
export function chargeFor(
  admitted: Admitted,
  client: Client,
  balance: Balance | undefined,
  demand: Demand | undefined,
  o: { readonly maxCost: number; readonly fetchCost: number; readonly shown: boolean },
): CostCharge {
  const { estimatedCost: estimated, cost, variables } = admitted;
  const budget = balance ? balanceHeaders(balance) : {};
  const estimatedHeader: Record<string, string> = o.shown
    ? { 'x-graphql-cost-estimated': String(estimated) }
    : {};
  return {
    headers: { ...budget, ...estimatedHeader },
    reconcile(result) {
      const { data } = result;
      const ofObjects = data instanceof WrittenData ? data.cost : cost.actual(data, variables);
      const actual = ofObjects + fetchesMade(admitted) * o.fetchCost;
      demand?.correct(client, actual - estimated);
      if (!o.shown) return { result, headers: budget };
      const remaining =
        balance && Math.max(0, Math.min(balance.allowance.cost, balance.cost + estimated - actual));
      const shown = {
        estimated,
        actual,
        maximum: o.maxCost,
        ...(balance && {
          budget: {
            capacity: balance.allowance.cost,
            remaining,
            restoredPerSecond: balance.allowance.costPerSecond,
          },
        }),
      };
      return {
        result: { ...result, extensions: { ...result.extensions, cost: shown } },
        headers: {
          ...budget,
          ...estimatedHeader,
          'x-graphql-cost-actual': String(actual),
          ...(remaining === undefined ? {} : { 'x-graphql-cost-remaining': String(remaining) }),
        },
      };
    },
  };
}
