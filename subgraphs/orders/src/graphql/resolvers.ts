import type { Resolvers } from '../generated/graphql.ts';
import { Order, OrderLine } from './order.ts';
import { orderCancel } from './orderCancel.ts';
import { orderPackingFinish, orderPackingStart } from './orderPacking.ts';
import { orderPlace } from './orderPlace.ts';
import { ordersFeed } from './ordersFeed.ts';
import { orderUpdated, OrderUpdate } from './orderUpdated.ts';
import { Query } from './queries.ts';

export const resolvers: Resolvers = {
  Query,
  Mutation: { orderPlace, orderCancel, orderPackingStart, orderPackingFinish },
  Subscription: { orderUpdated, ordersFeed },
  Order,
  OrderLine,
  OrderUpdate,
};
