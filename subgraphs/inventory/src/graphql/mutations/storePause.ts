import type { MutationResolvers } from '../../generated/graphql.ts';
import { pauseOrResume } from '../pauseOrResume.ts';

export const storePause: NonNullable<MutationResolvers['storePause']> = (_parent, args, context) =>
  pauseOrResume('PAUSED', args, context);
