import { idInput, notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import { removePaymentMethod } from '../../app/removePaymentMethod.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';

const input = z.object({ paymentMethodId: idInput });

export const paymentMethodRemove: NonNullable<MutationResolvers['paymentMethodRemove']> = async (
  _,
  args,
  { caller, deps },
) => {
  const { userId } = requireScope(caller, 'payments:write');
  const parsed = parseInput(input, args);
  if (!parsed.ok) return { removedPaymentMethodId: null, userErrors: parsed.errors };
  const { paymentMethodId: methodId } = parsed.value;
  const { kind } = await removePaymentMethod(deps, { customerId: userId, methodId });
  return kind === 'done'
    ? { removedPaymentMethodId: methodId, userErrors: [] }
    : { removedPaymentMethodId: null, userErrors: [notFound(['paymentMethodId'], 'payment method')] };
};
