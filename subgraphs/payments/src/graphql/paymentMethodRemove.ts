import { idInput, notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { PaymentsService } from '../service.ts';
import { removeMethod } from '../store/changeMethods.ts';

const input = z.object({ paymentMethodId: idInput });

export function paymentMethodRemove(
  service: PaymentsService,
): NonNullable<MutationResolvers['paymentMethodRemove']> {
  return async (_, args, { caller }) => {
    const { userId } = requireScope(caller, 'payments:write');
    const parsed = parseInput(input, args);
    if (!parsed.ok) return { removedPaymentMethodId: null, userErrors: parsed.errors };
    const { paymentMethodId } = parsed.value;
    const isRemoved = await service.platform.transaction(({ db }) =>
      removeMethod(db, userId, paymentMethodId),
    );
    return isRemoved
      ? { removedPaymentMethodId: paymentMethodId, userErrors: [] }
      : { removedPaymentMethodId: null, userErrors: [notFound(['paymentMethodId'], 'payment method')] };
  };
}
