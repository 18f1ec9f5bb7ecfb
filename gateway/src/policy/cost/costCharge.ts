import type { Admitted } from '../../request/admitted.ts';
import type { Answer } from '../../request/results.ts';
import type { Client } from './client.ts';
import { balanceHeaders } from './demand.ts';
import type { Balance, Demand } from './demand.ts';

/** What an operation that may go on is charged. */
export interface Bill {
  /** Before execution. */
  readonly headers: Readonly<Record<string, string>>;
  /** After execution: the answer with its cost in `extensions`, and headers that say the same. */
  settle(answer: Answer): { readonly answer: Answer; readonly headers: Readonly<Record<string, string>> };
}

/**
 * The bill of one operation of a client.
 * @param shown whether the client is told
 */
export function billFor(
  admitted: Admitted,
  client: Client,
  balance: Balance | undefined,
  demand: Demand,
  o: { readonly maxCost: number; readonly shown: boolean },
): Bill {
  const { estimatedCost: estimated, cost, variables } = admitted;
  const budget = balance ? balanceHeaders(balance) : {};
  const estimatedHeader: Record<string, string> = o.shown
    ? { 'x-graphql-cost-estimated': String(estimated) }
    : {};
  return {
    headers: { ...budget, ...estimatedHeader },
    settle(answer) {
      const actual = cost.actual(answer.data, variables);
      demand.settle(client, estimated, actual);
      if (!o.shown) return { answer, headers: budget };
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
        answer: { ...answer, extensions: { ...answer.extensions, cost: shown } },
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
