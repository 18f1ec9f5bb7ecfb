import type { Resolvers } from '../../generated/graphql.ts';

export const courierChangeType = {
  id: ({ changeId }) => changeId,
  courier: ({ courierId }, _, { loaders }) => loaders.couriers.load(courierId),
  actor: ({ actorId }) => ({ __typename: 'User', id: actorId }),
} satisfies Resolvers['CourierChange'];
