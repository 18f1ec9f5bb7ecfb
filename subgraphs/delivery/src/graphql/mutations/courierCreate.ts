import { idInput, notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { createCourier } from '../../app/createCourier.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { courierExists } from '../errors.ts';
import { courierProfile } from '../inputs.ts';

const input = courierProfile.extend({ userId: idInput });

export const courierCreate: MutationResolvers['courierCreate'] = async (_, args, { caller, deps }) => {
  const { userId: actorId } = requireScope(caller, 'couriers:admin');
  const parsed = parseInput(input, args.input, ['input']);
  if (!parsed.ok) return { courier: null, userErrors: parsed.errors };
  const { userId: courierId, ...profile } = parsed.value;
  const result = await createCourier(deps, { courierId, profile, actorId });
  if (result.kind === 'done') return { courier: result.courier, userErrors: [] };
  const error = result.reason === 'EXISTS' ? courierExists() : notFound(['input', 'userId'], 'user');
  return { courier: null, userErrors: [error] };
};
