import type { Transaction } from '@nakku/platform';
import type { Order } from '../domain/order.ts';
import type { Proposal, Substitution } from '../domain/substitution.ts';
import type { Tx } from '../store/database.ts';
import { lockOrder } from '../store/orderRepository.ts';
import { answerRow, findSubstitution } from '../store/substitutions.ts';
import type { ActRefusal } from './actOnOrder.ts';
import { changeOrder } from './changeOrder.ts';
import type { ChangeDeps, ChangeResult } from './changeOrder.ts';
import type { Deps } from './deps.ts';

export interface AnswerSubstitution {
  readonly substitutionId: string;
  readonly customerId: string;
  /** Null: none of the proposals. */
  readonly productId: string | null;
  readonly idempotencyKey: string;
}

export type AnswerRefusal =
  ActRefusal | { readonly kind: 'not_proposed' } | { readonly kind: 'answered_already' };

export type AnswerSubstitutionResult =
  | { readonly kind: 'done'; readonly orderId: string }
  | { readonly kind: 'refused'; readonly refusal: AnswerRefusal }
  | { readonly kind: 'key_reused' | 'in_flight' };

/** The customer chooses one of the proposals, or none, before the time is over: the first answer stays. */
export async function answerSubstitution(
  deps: Deps,
  { substitutionId, customerId, productId, idempotencyKey: key }: AnswerSubstitution,
): Promise<AnswerSubstitutionResult> {
  const variables = { substitutionId, productId };
  const request = { callerId: customerId, mutation: 'orderSubstitutionAnswer', key, variables };
  const result = await deps.platform.idempotent<string, AnswerRefusal>(request, async (tx) => {
    const found = await lockedSubstitution(tx, substitutionId);
    if (found?.order.customerId !== customerId) return { refused: { kind: 'not_found' } };
    const { substitution } = found;
    const chosen = substitution.proposals.find((proposal) => proposal.productId === productId) ?? null;
    if (productId !== null && chosen === null) return { refused: { kind: 'not_proposed' } };
    if (substitution.status !== 'OPEN') return { refused: { kind: 'answered_already' } };
    const changed = await decideSubstitution(tx, deps, {
      substitution,
      chosen,
      by: 'CUSTOMER',
      actorId: customerId,
    });
    if (changed.kind === 'not_found' || changed.kind === 'illegal') return { refused: changed };
    return { result: substitution.orderId };
  });
  if (result.kind === 'refused') return { kind: 'refused', refusal: result.refused };
  return result.kind === 'done' ? { kind: 'done', orderId: result.result } : result;
}

/** A question whose order is locked: nothing becomes of it meanwhile. */
export async function lockedSubstitution(
  tx: Transaction<Tx>,
  substitutionId: string,
): Promise<{ readonly substitution: Substitution; readonly order: Order } | null> {
  const known = await findSubstitution(tx.db, substitutionId);
  const order = known && (await lockOrder(tx.db, known.orderId));
  const substitution = order && (await findSubstitution(tx.db, substitutionId));
  return substitution ? { substitution, order } : null;
}

/** Answers an open question, whoever does it: the customer, or the time. */
export async function decideSubstitution(
  tx: Transaction<Tx>,
  deps: ChangeDeps,
  o: {
    readonly substitution: Substitution;
    readonly chosen: Proposal | null;
    readonly by: 'CUSTOMER' | 'TIMEOUT';
    readonly actorId: string | null;
  },
): Promise<ChangeResult> {
  const { substitution, chosen, by, actorId } = o;
  const { id, orderId } = substitution;
  const changed = await changeOrder(tx, deps, { orderId, actorId }, () => ({
    ...{ kind: 'SUBSTITUTION_ANSWERED', substitution, chosen, by },
  }));
  if (changed.kind === 'not_found' || changed.kind === 'illegal') return changed;
  const answer = chosen ? 'RESERVING' : 'REMOVED';
  const status = changed.kind === 'changed' ? answer : 'CLOSED';
  const chosenProductId = chosen?.productId ?? null;
  if (!(await answerRow(tx.db, { id, status, chosenProductId, at: deps.now() }))) {
    throw new Error(`substitution ${id} was answered although its order was locked`);
  }
  tx.unschedule('order.substitution', id);
  return changed;
}
