import { idempotencyError, idempotencyKeyInput, idInput, notFound, parseInput } from '@nakku/graphql-kit';
import type { IdempotencyKeyReused, InvalidInput, NotFound, RequestInFlight } from '@nakku/graphql-kit';
import type { UserCaller } from '@nakku/identity';
import { z } from 'zod';
import type { Fact } from '../domain/facts.ts';
import type { Order } from '../domain/order.ts';
import { countChange } from '../events/metrics.ts';
import { act } from '../store/acting.ts';
import type { ActAnswer, Acted, ActRefusal } from '../store/acting.ts';
import type { Context } from './context.ts';

const inputSchema = z.object({ orderId: idInput, idempotencyKey: idempotencyKeyInput });

const orderPath = ['input', 'orderId'];

interface InvalidOrderState {
  readonly __typename: 'InvalidOrderStateError';
  readonly message: string;
  readonly code: string;
  readonly path: string[];
  readonly status: Order['status'];
}

interface CancellationPending {
  readonly __typename: 'CancellationPendingError';
  readonly message: string;
  readonly code: string;
  readonly path: string[];
}

export type ActUserError =
  InvalidInput | NotFound | InvalidOrderState | CancellationPending | IdempotencyKeyReused | RequestInFlight;

export type ActResult =
  | { readonly kind: 'done'; readonly answer: ActAnswer; readonly order: Order | null }
  | { readonly kind: 'refused'; readonly userErrors: ActUserError[] };

function refusalFor(refusal: ActRefusal): ActUserError {
  if (refusal.kind === 'not_found') return notFound(orderPath, 'order');
  if (refusal.because === 'cancel_pending') {
    return {
      __typename: 'CancellationPendingError',
      message: 'A cancel was asked for and is not answered yet.',
      code: 'CANCELLATION_PENDING',
      path: orderPath,
    };
  }
  const { status, number } = refusal.order;
  return {
    __typename: 'InvalidOrderStateError',
    message: `${number} is ${status}: that does not allow it.`,
    code: 'INVALID_ORDER_STATE',
    path: orderPath,
    status,
  };
}

/**
 * The mutations of one order by a person, all alike: bounds, idempotency, the act under the order's lock, then the
 * order as it is. `factOf` is null for an order that is not the caller's to act on.
 */
export async function actOnOrder(
  { platform, times, now, loaders }: Context,
  user: UserCaller,
  mutation: string,
  args: unknown,
  factOf: (order: Order) => Fact | null,
): Promise<ActResult> {
  const input = parseInput(inputSchema, args, ['input']);
  if (!input.ok) return { kind: 'refused', userErrors: input.errors };
  const { orderId, idempotencyKey } = input.value;
  const changes: Acted[] = [];
  const result = await platform.idempotent(
    { callerId: user.userId, mutation, key: idempotencyKey, variables: { orderId } },
    (tx) => {
      changes.length = 0; // a transaction that lost to another runs again
      const what = { orderId, actorId: user.userId, now: now(), times, factOf };
      return act(tx, what, (acted) => changes.push(acted));
    },
  );
  switch (result.kind) {
    case 'key_reused':
    case 'in_flight':
      return {
        kind: 'refused',
        userErrors: [idempotencyError(result.kind, ['input', 'idempotencyKey'])],
      };
    case 'refused':
      return { kind: 'refused', userErrors: [refusalFor(result.refused)] };
    case 'done':
      for (const { before, change } of changes) countChange(mutation, before, change);
      return { kind: 'done', answer: result.result, order: await loaders.orders.load(orderId) };
  }
}
