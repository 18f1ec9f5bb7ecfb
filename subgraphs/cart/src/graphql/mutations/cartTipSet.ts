import { invalidInput, parseInput, wholeInput } from '@nakku/graphql-kit';
import { setTip } from '../../app/setTip.ts';
import { MAX_TIP } from '../../domain/tip.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { openerOf } from '../access.ts';
import { cartPayload } from '../errors.ts';
import { cartIdInput } from '../inputs.ts';

const inputSchema = cartIdInput.extend({ tip: wholeInput(0, MAX_TIP) });

export const cartTipSet: NonNullable<MutationResolvers['cartTipSet']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { cart: null, userErrors: input.errors };
  const result = await setTip(deps, { ...input.value, opener: openerOf(caller) });
  return cartPayload(result, ({ max }) => invalidInput(['tip'], `must be a whole number of 0–${max}`));
};
