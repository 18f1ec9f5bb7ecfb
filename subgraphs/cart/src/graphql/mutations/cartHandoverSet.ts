import { parseInput } from '@nakku/graphql-kit';
import { setHandover } from '../../app/setHandover.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { openerOf } from '../access.ts';
import { cartPayload, noRefusal } from '../errors.ts';
import { cartIdInput } from '../inputs.ts';

export const cartHandoverSet: NonNullable<MutationResolvers['cartHandoverSet']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const input = parseInput(cartIdInput, args);
  if (!input.ok) return { cart: null, userErrors: input.errors };
  const command = { ...input.value, handover: args.handover, opener: openerOf(caller) };
  return cartPayload(await setHandover(deps, command), noRefusal);
};
