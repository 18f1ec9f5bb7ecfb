import { wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { bestSellers, measuredStore } from '../../store/reports.ts';
import { accessStore } from '../access.ts';
import { parsedArguments } from '../inputs.ts';

const DAY_MS = 86_400_000;
const MAX_DAYS = 366;
const day = z.iso.date({ error: 'must be a date such as 2026-12-25' });

const topProductsInput = z
  .object({ from: day, to: day, first: wholeInput(1, 100), orderBy: z.enum(['UNITS', 'REVENUE']) })
  .refine(({ from, to }) => to >= from, { path: ['to'], error: 'must not be before `from`' })
  .refine(({ from, to }) => (Date.parse(to) - Date.parse(from)) / DAY_MS <= MAX_DAYS, {
    path: ['to'],
    error: `must be at most ${MAX_DAYS} days after \`from\``,
  });

export const topProducts: NonNullable<QueryResolvers['topProducts']> = async (_, args, { caller, deps }) => {
  const storeId = accessStore(caller, args.storeId);
  const { from, to, orderBy: by, first: limit } = parsedArguments(topProductsInput, args);
  const store = storeId === null ? null : await measuredStore(deps.db, storeId);
  if (store === null) return null;
  const sold = await bestSellers(deps.db, { storeId: store.storeId, from, to, by, limit });
  return sold.map(({ productId, units, gross }) => ({
    product: { id: productId },
    units,
    grossRevenue: { amount: gross, currency: store.currency },
  }));
};
