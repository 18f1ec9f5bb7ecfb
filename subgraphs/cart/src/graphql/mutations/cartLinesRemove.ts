import { idInput, parseInput } from '@nakku/graphql-kit';
import { removeLines } from '../../app/removeLines.ts';
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
  const result = await removeLines(deps, { ...input.value, opener: openerOf(caller) });
  return cartPayload(result, (refusal) =>
    refusal.kind === 'version_conflict' ? staleVersionError(refusal) : unknownLineError(refusal, 'lineIds'),
  );
};
