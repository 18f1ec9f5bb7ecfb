import { idInput, notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import { setDefaultPaymentMethod } from '../../app/setDefaultPaymentMethod.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';

const input = z.object({ paymentMethodId: idInput });

export const paymentMethodSetDefault: NonNullable<MutationResolvers['paymentMethodSetDefault']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const { userId } = requireScope(caller, 'payments:write');
  const parsed = parseInput(input, args);
  if (!parsed.ok) return { paymentMethod: null, userErrors: parsed.errors };
  const { paymentMethodId: methodId } = parsed.value;
  const { kind } = await setDefaultPaymentMethod(deps, { customerId: userId, methodId });
  return kind === 'done'
    ? { paymentMethod: await loaders.methods.load(methodId), userErrors: [] }
    : { paymentMethod: null, userErrors: [notFound(['paymentMethodId'], 'payment method')] };
};
