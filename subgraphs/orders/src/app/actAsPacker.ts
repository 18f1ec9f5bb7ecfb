import type { Transaction } from '@nakku/platform';
import { obstacleToPacking } from '../domain/decidePacking.ts';
import type { Fact } from '../domain/facts.ts';
import type { WholeOrder } from '../domain/order.ts';
import type { Tx } from '../store/database.ts';
import { lockOrder } from '../store/orderRepository.ts';
import type { ActRefusal } from './actOnOrder.ts';
import { changeOrder } from './changeOrder.ts';
import type { Deps } from './deps.ts';

/** What every act of a packer names. */
export interface PackerCommand {
  readonly orderId: string;
  /** Who packs. */
  readonly actorId: string;
  readonly idempotencyKey: string;
  /** Whether the caller is staff of this store; for others its orders do not exist. */
  isStaffOf(storeId: string): boolean;
}

/** `refused` carries why the act itself cannot be, beside what refuses every act. */
export type ActAsPackerResult<Refusal> =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly refusal: ActRefusal | Refusal }
  | { readonly kind: 'key_reused' | 'in_flight' };

/**
 * The packer of an order does something at the shelf, at most once per idempotency key.
 * @param act what else refuses or changes, given the locked order and that the caller packs it
 */
export async function actAsPacker<Refusal extends { readonly kind: string }>(
  deps: Deps,
  { orderId, actorId, idempotencyKey: key, isStaffOf }: PackerCommand,
  { mutation, variables }: { readonly mutation: string; readonly variables: object },
  act: (
    order: WholeOrder,
    tx: Transaction<Tx>,
  ) => Promise<{ readonly fact: Fact } | { readonly refused: Refusal }>,
): Promise<ActAsPackerResult<Refusal>> {
  const request = { callerId: actorId, mutation, key, variables: { orderId, ...variables } };
  const result = await deps.platform.idempotent<string, ActRefusal | Refusal>(request, async (tx) => {
    const order = await lockOrder(tx.db, orderId);
    if (!order || !isStaffOf(order.storeId)) return { refused: { kind: 'not_found' } };
    const because = obstacleToPacking(order, actorId);
    if (because !== null) return { refused: { kind: 'illegal', order, because } };
    const acted = await act(order, tx);
    if ('refused' in acted) return acted;
    const changed = await changeOrder(tx, deps, { orderId, actorId }, () => acted.fact);
    return changed.kind === 'not_found' || changed.kind === 'illegal'
      ? { refused: changed }
      : { result: orderId };
  });
  switch (result.kind) {
    case 'done':
      return { kind: 'done' };
    case 'refused':
      return { kind: 'refused', refusal: result.refused };
    default:
      return result;
  }
}
