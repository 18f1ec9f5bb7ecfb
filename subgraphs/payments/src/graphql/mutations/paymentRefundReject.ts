import type { MutationResolvers } from '../../generated/graphql.ts';
import { decideRefund } from './decideRefund.ts';

export const paymentRefundReject: NonNullable<MutationResolvers['paymentRefundReject']> = (
  _,
  args,
  context,
) => decideRefund(context, args, false);
