import { idInput, notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { PaymentsService } from '../service.ts';
import { setDefaultMethod } from '../store/changeMethods.ts';
import { methodsByIds } from '../store/methods.ts';

const input = z.object({ paymentMethodId: idInput });

export function paymentMethodSetDefault(
  service: PaymentsService,
): NonNullable<MutationResolvers['paymentMethodSetDefault']> {
  return async (_, args, { caller }) => {
    const { userId } = requireScope(caller, 'payments:write');
    const parsed = parseInput(input, args);
    if (!parsed.ok) return { paymentMethod: null, userErrors: parsed.errors };
    const { paymentMethodId } = parsed.value;
    const isSet = await service.platform.transaction(({ db }) =>
      setDefaultMethod(db, userId, paymentMethodId),
    );
    if (!isSet) return { paymentMethod: null, userErrors: [notFound(['paymentMethodId'], 'payment method')] };
    const [paymentMethod = null] = await methodsByIds(service.db, [paymentMethodId]);
    return { paymentMethod, userErrors: [] };
  };
}
