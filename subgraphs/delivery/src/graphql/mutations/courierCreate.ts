import { notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { v7 as uuidv7 } from 'uuid';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { insertCourier, loadCouriers } from '../../store/couriers.ts';
import { userExists } from '../../store/users.ts';
import { courierExists } from '../errors.ts';
import { courierCreateInput } from '../input.ts';

export const courierCreate: MutationResolvers['courierCreate'] = async (_, { input }, context) => {
  const { db } = context.service;
  requireScope(context.caller, 'couriers:admin');
  const parsed = parseInput(courierCreateInput, input, ['input']);
  if (!parsed.ok) return { courier: null, userErrors: parsed.errors };
  if (!(await userExists(db, parsed.value.userId))) {
    return { courier: null, userErrors: [notFound(['input', 'userId'], 'user')] };
  }
  const courierId = uuidv7();
  if (!(await insertCourier(db, { courierId, ...parsed.value }))) {
    return { courier: null, userErrors: [courierExists()] };
  }
  const [courier] = await loadCouriers(db, [courierId]);
  return { courier: courier ?? null, userErrors: [] };
};
