import { idInput, notFound, parseInput, requireScope, textInput, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { createCourier } from '../../app/createCourier.ts';
import { vehicles } from '../../domain/courier.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { courierExists } from '../errors.ts';

const input = z.object({
  userId: idInput,
  displayName: textInput(1, 60),
  vehicle: z.enum(vehicles),
  capacity: wholeInput(1, 10),
});

export const courierCreate: MutationResolvers['courierCreate'] = async (_, args, { caller, deps }) => {
  requireScope(caller, 'couriers:admin');
  const parsed = parseInput(input, args.input, ['input']);
  if (!parsed.ok) return { courier: null, userErrors: parsed.errors };
  const { userId: courierId, ...profile } = parsed.value;
  const result = await createCourier(deps, { courierId, ...profile });
  if (result.kind === 'done') return { courier: result.courier, userErrors: [] };
  const error = result.reason === 'EXISTS' ? courierExists() : notFound(['input', 'userId'], 'user');
  return { courier: null, userErrors: [error] };
};
