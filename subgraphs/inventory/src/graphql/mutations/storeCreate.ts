import { addressInput, parseInput, requireScope, textInput } from '@nakku/graphql-kit';
import { isTimeZone } from '@nakku/geo';
import { z } from 'zod';
import { createStore } from '../../app/createStore.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { amountInput, closedDatesInput, openingHoursInput, radiusInput } from '../inputs.ts';

const inputSchema = z.object({
  name: textInput(1, 100),
  address: addressInput,
  radiusMeters: radiusInput,
  timeZone: z
    .string()
    .max(64, { error: 'must have at most 64 characters' })
    .refine(isTimeZone, { error: 'must be an IANA name, for example `Europe/Berlin`' }),
  openingHours: openingHoursInput,
  closedDates: closedDatesInput.nullish().transform((dates) => dates ?? []),
  deliveryFee: amountInput,
  freeDeliveryFrom: amountInput.nullish().transform((value) => value ?? null),
  minimumOrder: amountInput.nullish().transform((value) => value ?? null),
  currency: z.string(),
});

export const storeCreate: NonNullable<MutationResolvers['storeCreate']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const { userId } = requireScope(caller, 'stores:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { store: null, userErrors: input.errors };
  return { store: await createStore(deps, { actorId: userId, store: input.value }), userErrors: [] };
};
