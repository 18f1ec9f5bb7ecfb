import type { Resolvers } from '../generated/graphql.ts';
import { customerCohorts } from './queries/customerCohorts.ts';
import { salesReport } from './queries/salesReport.ts';
import { topProducts } from './queries/topProducts.ts';
import { operationsDashboard } from './subscriptions/operationsDashboard.ts';

/** All resolvers of the analytics subgraph. */
export const resolvers = {
  Query: { salesReport, topProducts, customerCohorts },
  Subscription: { operationsDashboard },
} satisfies Resolvers;
