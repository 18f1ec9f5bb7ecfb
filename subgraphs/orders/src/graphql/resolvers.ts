import type { Resolvers } from '../generated/graphql.ts';
import { orderCancel } from './mutations/orderCancel.ts';
import { orderPackingFinish } from './mutations/orderPackingFinish.ts';
import { orderPackingStart } from './mutations/orderPackingStart.ts';
import { orderPlace } from './mutations/orderPlace.ts';
import { order } from './queries/order.ts';
import { orders } from './queries/orders.ts';
import { ordersFeed } from './subscriptions/ordersFeed.ts';
import { orderUpdated } from './subscriptions/orderUpdated.ts';
import { orderType } from './types/order.ts';
import { orderLineType } from './types/orderLine.ts';
import { orderStepType } from './types/orderStep.ts';
import { orderUpdateType } from './types/orderUpdate.ts';

/** All resolvers of the orders subgraph. */
export const resolvers = {
  Query: { order, orders },
  Mutation: { orderPlace, orderCancel, orderPackingStart, orderPackingFinish },
  Subscription: { orderUpdated, ordersFeed },
  Order: orderType,
  OrderLine: orderLineType,
  OrderStep: orderStepType,
  OrderUpdate: orderUpdateType,
} satisfies Resolvers;
