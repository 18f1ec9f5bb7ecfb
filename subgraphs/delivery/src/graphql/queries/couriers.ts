import { connection, pageOf, requireScope, textInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { Courier } from '../../domain/courier.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import type { Key } from '../../store/pages.ts';
import { searchCouriers } from '../../store/search.ts';
import { keyOfList, parseFilter } from '../inputs.ts';

const filterSchema = z.object({
  isOnShift: z.boolean().nullish(),
  isActive: z.boolean().nullish(),
  text: textInput(1, 60).nullish(),
});
const keySchema = keyOfList('couriers');
const keyOf = ({ courierId, createdAt }: Courier): Key => ['couriers', createdAt.toISOString(), courierId];

export const couriers: QueryResolvers['couriers'] = async (_, args, { caller, deps }) => {
  requireScope(caller, 'couriers:admin');
  const { isOnShift = null, isActive = null, text = null } = parseFilter(filterSchema, args.filter);
  const page = pageOf(args, keySchema);
  return connection(await searchCouriers(deps.db, { isOnShift, isActive, text }, page), page, keyOf);
};
