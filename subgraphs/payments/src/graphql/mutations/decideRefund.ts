import {
  idInput,
  isAdmin,
  notFound,
  operatesStore,
  parseInput,
  requireScope,
  textInput,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { decideRefund as decide } from '../../app/decideRefund.ts';
import type { DecideRefundResult } from '../../app/decideRefund.ts';
import type { Context } from '../context.ts';
import { refundLimit, refundNotAwaiting, secondPersonRequired } from '../errors.ts';

const input = z.object({ refundId: idInput, reason: textInput(1, 200) });
type Refusal = Extract<DecideRefundResult, { kind: 'refused' }>['refusal'];

/** What `paymentRefundApprove` and `paymentRefundReject` do. */
export async function decideRefund({ caller, deps, loaders }: Context, args: unknown, isApproved: boolean) {
  const user = requireScope(caller, 'refunds:write');
  const parsed = parseInput(input, args);
  if (!parsed.ok) return { refund: null, userErrors: parsed.errors };
  const { refundId } = parsed.value;
  const result = await decide(deps, {
    ...parsed.value,
    isApproved,
    decidedBy: user.userId,
    isLimited: !isAdmin(user),
    mayDecide: ({ storeId }) => operatesStore(user, storeId),
  });
  if (result.kind === 'refused') return { refund: null, userErrors: [toError(result.refusal)] };
  const payment = await loaders.payments.load(result.paymentId);
  const refund = payment?.refunds.find(({ id }) => id === refundId);
  return {
    refund: payment && refund ? { ...refund, currency: payment.currency } : null,
    userErrors: [],
  };
}

function toError(refusal: Refusal) {
  const path = ['refundId'];
  switch (refusal.refused) {
    case 'refund_not_found':
      return notFound(path, 'refund');
    case 'own_request':
      return secondPersonRequired(path);
    case 'not_awaiting':
      return refundNotAwaiting(path, refusal.status);
    case 'over_limit':
      return refundLimit(path, refusal);
  }
}
