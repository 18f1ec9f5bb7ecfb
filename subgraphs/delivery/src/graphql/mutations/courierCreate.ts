import { notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { insertCourier, loadCourier } from '../../store/couriers.ts';
import { userExists } from '../../store/users.ts';
import { courierExists } from '../errors.ts';
import { courierCreateInput } from '../input.ts';

export const courierCreate: MutationResolvers['courierCreate'] = async (_, { input }, context) => {
  const { db } = context.service;
  requireScope(context.caller, 'couriers:admin');
  const parsed = parseInput(courierCreateInput, input, ['input']);
  if (!parsed.ok) return { courier: null, userErrors: parsed.errors };
  const { userId: courierId, ...courier } = parsed.value;
  if (!(await userExists(db, courierId))) {
    return { courier: null, userErrors: [notFound(['input', 'userId'], 'user')] };
  }
  if (!(await insertCourier(db, { courierId, ...courier }))) {
    return { courier: null, userErrors: [courierExists()] };
  }
  return { courier: await loadCourier(db, courierId), userErrors: [] };
};
