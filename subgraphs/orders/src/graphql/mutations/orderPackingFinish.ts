import type { MutationResolvers } from '../../generated/graphql.ts';
import { packOrder } from './packOrder.ts';

export const orderPackingFinish: NonNullable<MutationResolvers['orderPackingFinish']> = (_, args, context) =>
  packOrder(context, args, 'orderPackingFinish', { kind: 'PACKING_FINISHED' });
