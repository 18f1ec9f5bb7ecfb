import type { Resolvers } from '../generated/graphql.ts';
import { notificationsMarkRead } from './mutations/notificationsMarkRead.ts';
import { notification } from './queries/notification.ts';
import { notificationReceived } from './subscriptions/notificationReceived.ts';
import { notificationType } from './types/notification.ts';
import { userType } from './types/user.ts';

/** All resolvers of the notifications subgraph. */
export const resolvers = {
  Query: { notification },
  Mutation: { notificationsMarkRead },
  Subscription: { notificationReceived },
  Notification: notificationType,
  User: userType,
} satisfies Resolvers;
