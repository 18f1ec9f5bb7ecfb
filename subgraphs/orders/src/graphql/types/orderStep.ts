import type { OrderStepResolvers } from '../../generated/graphql.ts';
import { detailText } from '../wording/wording.ts';

export const orderStepType: OrderStepResolvers = {
  detail: ({ detail }, { locale }) => detailText(detail, locale),
};
