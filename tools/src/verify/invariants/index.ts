import { contextsAgree } from './agreement.ts';
import { openDatabases } from './databases.ts';
import type { InvariantTargets } from './databases.ts';
import type { Check, CheckResult, InvariantReport, Violation } from './check.ts';
import { appliedInOrder, noDeadLetters, nothingParked, outboxesEmpty } from './events.ts';
import { noDeadlocks } from './locks.ts';
import { publishedInOrder } from './log.ts';
import { paymentsAgree, capturedOnce, heldOnce, paidForDelivered, paidInFull } from './money.ts';
import {
  acknowledgedOnce,
  historiesWhole,
  invoicesHaveNoGaps,
  linesAddUp,
  ordersEnd,
  promotionsAreUsedAsCounted,
} from './orders.ts';
import { untilIdle } from './rest.ts';
import { missingLeftTheBooks, substitutesReplace } from './shelf.ts';
import { reservedIsHeld, soldOnce, stockAddsUp, stockNeverNegative } from './stock.ts';

export { describeResults } from './describe.ts';
export { openDatabases } from './databases.ts';
export type { InvariantTargets } from './databases.ts';
export type { CheckResult, InvariantReport, Violation } from './check.ts';

/** Every rule of the whole system, over all databases, the broker and the provider's ledger. */
const checksOf = (o: InvariantOptions): readonly Check[] => [
  stockAddsUp,
  stockNeverNegative,
  reservedIsHeld,
  soldOnce,
  ordersEnd,
  acknowledgedOnce,
  linesAddUp,
  invoicesHaveNoGaps,
  promotionsAreUsedAsCounted,
  substitutesReplace,
  missingLeftTheBooks,
  historiesWhole,
  contextsAgree,
  capturedOnce,
  heldOnce,
  paidInFull,
  paidForDelivered,
  paymentsAgree,
  outboxesEmpty,
  nothingParked,
  noDeadLetters(o.poisoned),
  appliedInOrder,
  publishedInOrder,
  noDeadlocks,
  ...(o.acknowledged ? [existAll(o.acknowledged)] : []),
];

export interface InvariantOptions {
  /** How long to wait until nothing is under way any more. */
  readonly idleTimeoutMs: number;
  /** Orders that a client was told of: each must exist. */
  readonly acknowledged?: readonly string[];
  /** Keys of messages that a test made unreadable: their dead letters are right. */
  readonly poisoned?: readonly string[];
}

/** One rule by its name. @throws Error when there is none */
export function invariantNamed(name: string): Check {
  const found = checksOf({ idleTimeoutMs: 0 }).find((check) => check.name === name);
  if (!found) throw new Error(`there is no rule "${name}"`);
  return found;
}

/** Waits until the system is at rest, within bounds, then checks every rule. Changes nothing. */
export async function checkInvariants(
  targets: InvariantTargets,
  o: InvariantOptions,
): Promise<InvariantReport> {
  const databases = openDatabases(targets);
  try {
    const unsettled = await untilIdle(databases, o.idleTimeoutMs);
    const results: CheckResult[] = [];
    for (const check of checksOf(o)) {
      results.push({ name: check.name, rule: check.rule, violations: await check.find(databases) });
    }
    return { results, unsettled, holds: results.every(({ violations }) => violations.length === 0) };
  } finally {
    await databases.close();
  }
}

function existAll(acknowledged: readonly string[]): Check {
  return {
    name: 'what clients were told exists',
    rule: 'each order that a client got a response for is one order',
    async find(databases) {
      const rows = await databases.rows<Violation>(
        'orders',
        `SELECT told.id, 'acknowledged, but there is no such order' AS detail FROM unnest($1::uuid[]) AS told(id)
         WHERE NOT EXISTS (SELECT FROM orders WHERE orders.id = told.id)`,
        [[...acknowledged]],
      );
      const twice = acknowledged.filter((id, index) => acknowledged.indexOf(id) !== index);
      return [...rows, ...twice.map((id) => ({ id, detail: 'acknowledged for two different calls' }))];
    },
  };
}
