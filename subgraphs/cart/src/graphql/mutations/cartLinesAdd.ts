import { idInput, parseInput, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { addLines } from '../../app/addLines.ts';
import { MAX_QUANTITY } from '../../domain/cart.ts';
import { lineWarningsOf } from '../../domain/warnings.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { openerOf } from '../access.ts';
import { addError, cartPayload, staleVersionError } from '../errors.ts';
import {
  cartIdInput,
  expectedVersionInput,
  listInput,
  noteInput,
  preferenceInputs,
  withPreference,
} from '../inputs.ts';

const inputSchema = cartIdInput.extend({
  expectedVersion: expectedVersionInput,
  lines: listInput(
    z
      .object({
        productId: idInput,
        quantity: wholeInput(1, MAX_QUANTITY),
        note: noteInput.transform((note) => note ?? null),
        ...preferenceInputs,
      })
      .transform(withPreference),
    (line) => line.productId,
    'product',
  ),
});

export const cartLinesAdd: NonNullable<MutationResolvers['cartLinesAdd']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { cart: null, warnings: [], userErrors: input.errors };
  const result = await addLines(deps, { ...input.value, opener: openerOf(caller) });
  const payload = cartPayload(result, (refusal) =>
    refusal.kind === 'version_conflict' ? staleVersionError(refusal) : addError(refusal),
  );
  const added = new Set(input.value.lines.map((line) => line.productId));
  const warnings = payload.cart ? lineWarningsOf(payload.cart, (line) => added.has(line.productId)) : [];
  return { ...payload, warnings };
};
