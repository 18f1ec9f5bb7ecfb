import type { Resolvers } from '../../generated/graphql.ts';
import { detailOf } from '../wording.ts';

export const deliveryStepType = {
  detail: ({ note }) => detailOf(note, 'en'),
} satisfies Resolvers['DeliveryStep'];
