import type { Transaction } from '@nakku/platform';
import type { Fact } from '../domain/facts.ts';
import { countChange, recordIllegal, recordUnknown } from '../metrics.ts';
import type { Tx } from '../store/database.ts';
import { changeOrder } from './changeOrder.ts';
import type { ChangeDeps } from './changeOrder.ts';

export interface ApplyFact {
  readonly orderId: string;
  readonly fact: Fact;
  /** Type of the event or kind of the deadline that brings the fact, for metrics and logs. */
  readonly source: string;
}

/**
 * Applies what another context or a deadline says, in the transaction of that event or deadline. Nothing that others
 * say is an error here: what an order cannot follow is recorded, and the stream goes on.
 */
export async function applyFact(
  tx: Transaction<Tx>,
  deps: ChangeDeps,
  { orderId, fact, source }: ApplyFact,
): Promise<void> {
  const result = await changeOrder(tx, deps, { orderId, actorId: null }, () => fact);
  if (result.kind === 'not_found') recordUnknown(source, orderId);
  if (result.kind === 'illegal') recordIllegal(source, result.order, result.because);
  if (result.kind === 'changed') countChange(source, result.before, result.change);
}
