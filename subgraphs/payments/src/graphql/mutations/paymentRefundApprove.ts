import type { MutationResolvers } from '../../generated/graphql.ts';
import { decideRefund } from './decideRefund.ts';

export const paymentRefundApprove: NonNullable<MutationResolvers['paymentRefundApprove']> = (
  _,
  args,
  context,
) => decideRefund(context, args, true);
