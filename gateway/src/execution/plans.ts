import { isPlanNode } from '@apollo/query-planner';
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import type { Admitted } from '../request/admitted.ts';
import type { SubscriptionPlan } from './executor.ts';

/** The plan of a query or mutation; undefined if authorization left nothing of it. */
export function planOf({ snapshot, allowed, allowedKey, operation }: Admitted): QueryPlan | undefined {
  if (!allowed) return undefined;
  const plan = snapshot.planOf(allowedKey, allowed, operation.name?.value);
  if (plan.node && !isPlanNode(plan.node)) throw new Error('a subscription reached the execution of queries');
  return plan;
}

export interface PlannedSubscription extends Pick<SubscriptionPlan, 'subgraph' | 'upstream'> {
  readonly plan: QueryPlan;
  readonly primary: FetchNode;
  /** What completes each event. */
  readonly rest: PlanNode | undefined;
}

/** Plans a subscription. @throws if it cannot be split into a field of one subgraph and the rest */
export function planSubscription(admitted: Admitted, document: DocumentNode): PlannedSubscription {
  const { snapshot, allowedKey, operation } = admitted;
  const plan = snapshot.planOf(`subscription ${allowedKey}`, document, operation.name?.value);
  const { node } = plan;
  if (node?.kind !== 'Subscription') throw new Error('the planner did not plan a subscription');
  const { primary, rest } = node;
  const { serviceName, operation: query, operationName, variableUsages: variableNames = [] } = primary;
  return { plan, primary, rest, subgraph: serviceName, upstream: { query, operationName, variableNames } };
}
