import { requireScope } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { courierOfCaller } from '../access.ts';

export const courierMe: QueryResolvers['courierMe'] = (_, __, context) => {
  requireScope(context.caller, 'deliveries:read');
  return courierOfCaller(context);
};
