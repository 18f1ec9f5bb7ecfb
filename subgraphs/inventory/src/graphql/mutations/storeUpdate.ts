import { notFound, parseInput, requireScope, textInput, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { updateStore } from '../../app/updateStore.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { storeError } from '../errors.ts';
import {
  amountInput,
  closedDatesInput,
  knownId,
  openingHoursInput,
  optional,
  radiusInput,
} from '../inputs.ts';

// Null is as good as left out, but for `freeDeliveryFrom`, where it means never, and `minimumOrder`, where it means none.
const inputSchema = z.object({
  expectedVersion: wholeInput(1, 2_147_483_647),
  name: optional(textInput(1, 100)),
  radiusMeters: optional(radiusInput),
  openingHours: optional(openingHoursInput),
  closedDates: optional(closedDatesInput),
  deliveryFee: optional(amountInput),
  freeDeliveryFrom: amountInput.nullish(),
  minimumOrder: amountInput.nullish(),
});

export const storeUpdate: NonNullable<MutationResolvers['storeUpdate']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const { userId } = requireScope(caller, 'stores:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { store: null, userErrors: input.errors };
  const storeId = knownId(args.storeId);
  const { expectedVersion, ...update } = input.value;
  const result =
    storeId === null
      ? { kind: 'not_found' as const }
      : await updateStore(deps, { storeId, actorId: userId, expectedVersion, update });
  switch (result.kind) {
    case 'done':
      return { store: result.store, userErrors: [] };
    case 'not_found':
      return { store: null, userErrors: [notFound(['storeId'], 'store')] };
    case 'refused':
      return { store: null, userErrors: [storeError(result.refusal)] };
  }
};
