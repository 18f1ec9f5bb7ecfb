import type { OrderStatus } from '@nakku/contracts';
import type { Fact } from '../domain/facts.ts';
import type { WholeOrder } from '../domain/order.ts';
import { countChange } from '../metrics.ts';
import { changeOrder } from './changeOrder.ts';
import type { ChangeResult } from './changeOrder.ts';
import type { Deps } from './deps.ts';

export interface ActOnOrder {
  readonly orderId: string;
  readonly actorId: string;
  readonly idempotencyKey: string;
  /** Name of the mutation: the scope of the idempotency key, and a label of metrics. */
  readonly mutation: string;
  /** Arguments beside the order that a repeated request must repeat. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What the person does to this order; null if it is not theirs to act on. */
  factFor(order: WholeOrder): Fact | null;
}

export type ActRefusal = Extract<ChangeResult, { kind: 'not_found' | 'illegal' }>;

/** `status` is the order's right after the act; a repeated request gets what the first one got. */
export type ActOnOrderResult =
  | { readonly kind: 'done'; readonly status: OrderStatus }
  | { readonly kind: 'refused'; readonly refusal: ActRefusal }
  | { readonly kind: 'key_reused' }
  | { readonly kind: 'in_flight' };

/** What is kept for a repeated request. */
interface ActedOn {
  readonly orderId: string;
  readonly status: OrderStatus;
}

/** A person changes an order, at most once per idempotency key. */
export async function actOnOrder(
  deps: Deps,
  { orderId, actorId, idempotencyKey: key, mutation, variables, factFor }: ActOnOrder,
): Promise<ActOnOrderResult> {
  const changes: Extract<ChangeResult, { kind: 'changed' }>[] = [];
  const result = await deps.platform.idempotent<ActedOn, ActRefusal>(
    { callerId: actorId, mutation, key, variables: { orderId, ...variables } },
    async (tx) => {
      changes.length = 0; // a transaction that lost to another runs again
      const changed = await changeOrder(tx, deps, { orderId, actorId }, factFor);
      if (changed.kind === 'not_found' || changed.kind === 'illegal') return { refused: changed };
      if (changed.kind === 'changed') changes.push(changed);
      return { result: { orderId, status: changed.order.status } };
    },
  );
  switch (result.kind) {
    case 'done':
      for (const { before, change } of changes) countChange(mutation, before, change);
      return { kind: 'done', status: result.result.status };
    case 'refused':
      return { kind: 'refused', refusal: result.refused };
    default:
      return result;
  }
}
