import type { MutationResolvers } from '../../generated/graphql.ts';
import { pauseOrResume } from '../pauseOrResume.ts';

export const storeResume: NonNullable<MutationResolvers['storeResume']> = (_parent, args, context) =>
  pauseOrResume('OPEN', args, context);
