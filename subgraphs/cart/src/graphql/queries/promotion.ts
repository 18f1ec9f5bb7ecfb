import { idInput, requireScope } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { findPromotion } from '../../store/promotions.ts';

export const promotion: NonNullable<QueryResolvers['promotion']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  requireScope(caller, 'catalog:write');
  const id = idInput.safeParse(args.id);
  return id.success ? findPromotion(deps.db, id.data) : null;
};
