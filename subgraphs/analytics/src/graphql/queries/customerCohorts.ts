import { z } from 'zod';
import { monthsBetween } from '../../domain/range.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { cohortMonths, measuredStore } from '../../store/reports.ts';
import { accessStore } from '../access.ts';
import { parsedArguments } from '../inputs.ts';

const MAX_MONTHS = 12;
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: 'must be a month such as 2026-03' });

const cohortsInput = z
  .object({ from: month, to: month })
  .refine(({ from, to }) => to >= from, { path: ['to'], error: 'must not be before `from`' })
  .refine(({ from, to }) => monthsBetween(from, to) <= MAX_MONTHS, {
    path: ['to'],
    error: `must be at most ${MAX_MONTHS} months, \`from\` included`,
  });

export const customerCohorts: NonNullable<QueryResolvers['customerCohorts']> = async (
  _,
  args,
  { caller, deps },
) => {
  const storeId = accessStore(caller, args.storeId);
  const { from, to } = parsedArguments(cohortsInput, args);
  const store = storeId === null ? null : await measuredStore(deps.db, storeId);
  if (store === null) return null;
  const months = await cohortMonths(deps.db, { storeId: store.storeId, from, to });
  return months.map(({ cohort: firstMonth, ...of }) => ({ firstMonth, ...of }));
};
