import { idInput, parseInput, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { updateLines } from '../../app/updateLines.ts';
import { MAX_QUANTITY } from '../../domain/cart.ts';
import { lineWarningsOf } from '../../domain/warnings.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { openerOf } from '../access.ts';
import { cartPayload, quantityError, staleVersionError, unknownLineError } from '../errors.ts';
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
        lineId: idInput,
        quantity: wholeInput(0, MAX_QUANTITY)
          .nullish()
          .transform((quantity) => quantity ?? undefined),
        note: noteInput,
        ...preferenceInputs,
      })
      .transform(withPreference),
    (line) => line.lineId,
    'line',
  ),
});

export const cartLinesUpdate: NonNullable<MutationResolvers['cartLinesUpdate']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { cart: null, warnings: [], userErrors: input.errors };
  const result = await updateLines(deps, { ...input.value, opener: openerOf(caller) });
  const payload = cartPayload(result, (refusal) => {
    if (refusal.kind === 'version_conflict') return staleVersionError(refusal);
    return refusal.kind === 'unknown_line' ? unknownLineError(refusal, 'lines') : quantityError(refusal);
  });
  const changed = new Set(input.value.lines.map((line) => line.lineId));
  const warnings = payload.cart ? lineWarningsOf(payload.cart, (line) => changed.has(line.lineId)) : [];
  return { ...payload, warnings };
};
