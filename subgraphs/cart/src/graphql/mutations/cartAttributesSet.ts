import { parseInput, textInput } from '@nakku/graphql-kit';
import {
  ATTRIBUTE_KEY,
  MAX_ATTRIBUTE_KEY_LENGTH,
  MAX_ATTRIBUTE_VALUE_LENGTH,
  MAX_ATTRIBUTES,
} from '@nakku/contracts';
import { z } from 'zod';
import { setAttributes } from '../../app/setAttributes.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { openerOf } from '../access.ts';
import { cartPayload, noRefusal } from '../errors.ts';
import { cartIdInput } from '../inputs.ts';

const inputSchema = cartIdInput.extend({
  attributes: z
    .array(
      z.object({
        key: z.string().regex(ATTRIBUTE_KEY, {
          error: `must have 1–${MAX_ATTRIBUTE_KEY_LENGTH} letters, digits, dots, dashes or underscores, a letter first`,
        }),
        value: textInput(1, MAX_ATTRIBUTE_VALUE_LENGTH),
      }),
    )
    .max(MAX_ATTRIBUTES, { error: `must have 0–${MAX_ATTRIBUTES} entries` })
    .refine((attributes) => new Set(attributes.map(({ key }) => key)).size === attributes.length, {
      error: 'must name each key once',
    }),
});

export const cartAttributesSet: NonNullable<MutationResolvers['cartAttributesSet']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { cart: null, userErrors: input.errors };
  return cartPayload(await setAttributes(deps, { ...input.value, opener: openerOf(caller) }), noRefusal);
};
