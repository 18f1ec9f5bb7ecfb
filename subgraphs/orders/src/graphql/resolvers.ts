import type { Resolvers } from '../generated/graphql.ts';
import { orderAlertResolve } from './mutations/orderAlertResolve.ts';
import { orderCancel } from './mutations/orderCancel.ts';
import { orderIssueReport } from './mutations/orderIssueReport.ts';
import { orderIssueResolve } from './mutations/orderIssueResolve.ts';
import { orderLineShort } from './mutations/orderLineShort.ts';
import { orderLinesPick } from './mutations/orderLinesPick.ts';
import { orderModify } from './mutations/orderModify.ts';
import { orderPackingFinish } from './mutations/orderPackingFinish.ts';
import { orderPackingStart } from './mutations/orderPackingStart.ts';
import { orderPlace } from './mutations/orderPlace.ts';
import { orderRate } from './mutations/orderRate.ts';
import { orderSubstitutionAnswer } from './mutations/orderSubstitutionAnswer.ts';
import { orderSubstitutionPropose } from './mutations/orderSubstitutionPropose.ts';
import { order } from './queries/order.ts';
import { orderAlerts } from './queries/orderAlerts.ts';
import { orderIssues } from './queries/orderIssues.ts';
import { orders } from './queries/orders.ts';
import { pickList } from './queries/pickList.ts';
import { pickQueue } from './queries/pickQueue.ts';
import { ordersFeed } from './subscriptions/ordersFeed.ts';
import { orderUpdated } from './subscriptions/orderUpdated.ts';
import { orderType } from './types/order.ts';
import { orderAlertType } from './types/orderAlert.ts';
import { orderInvoiceType } from './types/orderInvoice.ts';
import { orderIssueType } from './types/orderIssue.ts';
import { orderLineType } from './types/orderLine.ts';
import { orderRatingType } from './types/orderRating.ts';
import { orderShortageType } from './types/orderShortage.ts';
import { orderStepType } from './types/orderStep.ts';
import { orderSubstitutionProposalType, orderSubstitutionType } from './types/orderSubstitution.ts';
import { orderUpdateType } from './types/orderUpdate.ts';
import { pickListLineType, pickListType, substituteCandidateType } from './types/pickList.ts';
import { totalsType } from './types/totals.ts';

/** All resolvers of the orders subgraph. */
export const resolvers = {
  Query: { order, orders, orderAlerts, orderIssues, pickList, pickQueue },
  Mutation: {
    orderPlace,
    orderCancel,
    orderModify,
    orderPackingStart,
    orderLinesPick,
    orderLineShort,
    orderSubstitutionPropose,
    orderSubstitutionAnswer,
    orderPackingFinish,
    orderAlertResolve,
    orderRate,
    orderIssueReport,
    orderIssueResolve,
  },
  Subscription: { orderUpdated, ordersFeed },
  Order: orderType,
  OrderInvoice: orderInvoiceType,
  OrderIssue: orderIssueType,
  OrderLine: orderLineType,
  OrderRating: orderRatingType,
  OrderShortage: orderShortageType,
  OrderAlert: orderAlertType,
  OrderStep: orderStepType,
  OrderSubstitution: orderSubstitutionType,
  OrderSubstitutionProposal: orderSubstitutionProposalType,
  OrderUpdate: orderUpdateType,
  PickList: pickListType,
  PickListLine: pickListLineType,
  SubstituteCandidate: substituteCandidateType,
  Totals: totalsType,
} satisfies Resolvers;
