import { connection, pageOf, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { type ListedPromotion, listPromotions, type PromotionKey } from '../../store/promotions.ts';

const keySchema: z.ZodType<PromotionKey> = z.tuple([z.iso.datetime(), z.uuid()]);
const keyOf = ({ createdAt, promotionId }: ListedPromotion): PromotionKey => [
  createdAt.toISOString(),
  promotionId,
];

export const promotions: NonNullable<QueryResolvers['promotions']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  requireScope(caller, 'catalog:write');
  const page = pageOf(args, keySchema);
  return connection(await listPromotions(deps.db, page), page, keyOf);
};
