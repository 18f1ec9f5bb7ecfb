import { operatesStore } from '@nakku/graphql-kit';
import type { Resolvers } from '../../generated/graphql.ts';
import { detailOf } from '../wording.ts';

export const deliveryStepType = {
  kind: ({ note }) => note.kind,
  detail: ({ note }, { locale }) => detailOf(note, locale),
  async actor({ actorId, deliveryId }, _, { caller, loaders }) {
    if (actorId === null) return null;
    const delivery = await loaders.deliveries.load(deliveryId);
    return delivery && operatesStore(caller, delivery.storeId) ? { __typename: 'User', id: actorId } : null;
  },
} satisfies Resolvers['DeliveryStep'];
