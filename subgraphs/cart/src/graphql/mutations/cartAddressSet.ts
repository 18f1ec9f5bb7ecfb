import {
  addressInput,
  idInput,
  type NotFound,
  notFound,
  parseInput,
  userError,
  type UserErrorOf,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { type AddressRefusal, setAddress } from '../../app/setAddress.ts';
import { warningsOf } from '../../domain/warnings.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { openerOf } from '../access.ts';
import { cartPayload } from '../errors.ts';

// GraphQL's @oneOf makes sure that exactly one of the two is there.
const inputSchema = z.object({
  cartId: idInput,
  address: z.object({ addressId: idInput.nullish(), address: addressInput.nullish() }),
});

type NotServed = UserErrorOf<'NotServedError', 'NOT_SERVED'>;

export const cartAddressSet: NonNullable<MutationResolvers['cartAddressSet']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { cart: null, warnings: [], userErrors: input.errors };
  const { cartId, address: by } = input.value;
  const choice = by.address ? { address: by.address } : { addressId: by.addressId ?? '' };
  const result = await setAddress(deps, { cartId, choice, opener: openerOf(caller) });
  const payload = cartPayload(result, addressError);
  return { ...payload, warnings: payload.cart ? warningsOf(payload.cart, deps.now()) : [] };
};

function addressError({ kind }: AddressRefusal): NotFound | NotServed {
  switch (kind) {
    case 'address_not_found':
      return notFound(['address', 'addressId'], 'address');
    case 'not_served':
      return userError('NotServedError', 'NOT_SERVED', ['address'], 'No store delivers to this address.');
  }
}
