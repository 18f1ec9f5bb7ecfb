import type { MutationResolvers } from '../../generated/graphql.ts';
import { packOrder } from './packOrder.ts';

export const orderPackingStart: NonNullable<MutationResolvers['orderPackingStart']> = (_, args, context) =>
  packOrder(context, args, 'orderPackingStart', { kind: 'PACKING_STARTED' });
