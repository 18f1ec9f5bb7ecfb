import { parseInput, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { packingFinishError } from '../packingErrors.ts';
import { packOrder } from './packOrder.ts';

const bagsSchema = z.object({ bags: wholeInput(1, 50) });

export const orderPackingFinish: NonNullable<MutationResolvers['orderPackingFinish']> = (
  _,
  { input, bags },
  context,
) => {
  const parsed = parseInput(bagsSchema, { bags });
  const fact = (by: string) => ({ kind: 'PACKING_FINISHED', by, bags }) as const;
  return packOrder(context, input, {
    ...{ mutation: 'orderPackingFinish', variables: { bags }, fact },
    errorOf: packingFinishError,
    errors: parsed.ok ? [] : parsed.errors,
  });
};
