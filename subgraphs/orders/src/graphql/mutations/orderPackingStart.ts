import type { MutationResolvers } from '../../generated/graphql.ts';
import { packingStartError } from '../packingErrors.ts';
import { packOrder } from './packOrder.ts';

export const orderPackingStart: NonNullable<MutationResolvers['orderPackingStart']> = (
  _,
  { input, isTakeOver },
  context,
) => {
  const fact = (by: string) => ({ kind: 'PACKING_STARTED', by, takesOver: isTakeOver }) as const;
  return packOrder(context, input, {
    ...{ mutation: 'orderPackingStart', variables: { isTakeOver }, fact },
    errorOf: packingStartError,
  });
};
