import { GraphQLError } from 'graphql';
import { rangeProblem } from '../../domain/range.ts';
import type { RangeProblem } from '../../domain/range.ts';
import { sumCounts } from '../../domain/measures.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { bucketsOf, measuredStore } from '../../store/reports.ts';
import { accessStore } from '../access.ts';
import { salesInterval, salesMeasures } from '../types/salesMeasures.ts';

const problems: Readonly<Record<RangeProblem, string>> = {
  ORDER: '`to` must be after `from`.',
  LENGTH: '`to` must be at most 12 hours (MINUTE), 31 days (HOUR) or 731 days (DAY) after `from`.',
};

export const salesReport: NonNullable<QueryResolvers['salesReport']> = async (_, args, { caller, deps }) => {
  const storeId = accessStore(caller, args.storeId);
  const { from, to, interval: grain } = args;
  const problem = rangeProblem(grain, from, to);
  if (problem !== null) throw new GraphQLError(problems[problem], { extensions: { code: 'BAD_USER_INPUT' } });
  const store = storeId === null ? null : await measuredStore(deps.db, storeId);
  if (store === null) return null;
  const { timeZone, currency } = store;
  const buckets = await bucketsOf(deps.db, { storeId: store.storeId, grain, from, to });
  return {
    store: { id: store.storeId },
    timeZone,
    currency,
    total: salesMeasures(sumCounts(buckets.map(({ counts }) => counts)), currency),
    intervals: buckets.map((bucket) => salesInterval(bucket, currency)),
  };
};
