import { idInput, parseInput } from '@nakku/graphql-kit';
import { updateLines } from '../../app/updateLines.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { openerOf } from '../access.ts';
import { cartPayload, staleVersionError, unknownLineError } from '../errors.ts';
import { cartIdInput, expectedVersionInput, listInput } from '../inputs.ts';

const inputSchema = cartIdInput.extend({
  expectedVersion: expectedVersionInput,
  lineIds: listInput(idInput, (lineId) => lineId, 'line'),
});

export const cartLinesRemove: NonNullable<MutationResolvers['cartLinesRemove']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { cart: null, userErrors: input.errors };
  const { lineIds, ...command } = input.value;
  const lines = lineIds.map((lineId) => ({ lineId, quantity: 0 }));
  const result = await updateLines(deps, { ...command, lines, opener: openerOf(caller) });
  return cartPayload(result, (refusal) =>
    refusal.kind === 'version_conflict' ? staleVersionError(refusal) : unknownLineError(refusal, 'lineIds'),
  );
};
