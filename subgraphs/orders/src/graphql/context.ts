import { batchLoader } from '@nakku/graphql-kit';
import type { BaseContext } from '@nakku/service';
import type { Deps } from '../app/deps.ts';
import { invoicesOf } from '../store/invoices.ts';
import { issuesById, issuesOf } from '../store/issues.ts';
import { linesOf } from '../store/lines.ts';
import { ordersById } from '../store/orderQueries.ts';
import { substitutionsOf } from '../store/substitutions.ts';
import { timelineId, timelineKey, timelinesOf } from '../store/steps.ts';

function loadersOf({ db, substitutes }: Pick<Deps, 'db' | 'substitutes'>) {
  return {
    orders: batchLoader((ids) => ordersById(db, ids)),
    lines: batchLoader(
      (ids) => linesOf(db, ids),
      (found) => found.orderId,
    ),
    invoices: batchLoader(
      (ids) => invoicesOf(db, ids),
      (invoice) => invoice.orderId,
    ),
    issues: batchLoader(
      (ids) => issuesOf(db, ids),
      (found) => found.orderId,
    ),
    issuesById: batchLoader(
      (ids) => issuesById(db, ids),
      (issue) => issue.issueId,
    ),
    substitutions: batchLoader(
      (ids) => substitutionsOf(db, ids),
      (found) => found.orderId,
    ),
    timelines: batchLoader((ids) => timelinesOf(db, ids.map(timelineKey)), timelineId),
    substituteCandidates: batchLoader(
      (lineIds) => substitutes.candidatesFor(lineIds),
      (found) => found.line.id,
    ),
  };
}

export type Loaders = ReturnType<typeof loadersOf>;

export interface Context extends BaseContext {
  readonly deps: Deps;
  readonly loaders: Loaders;
}

/** The subgraph's part of the context, made anew for each request and each event of a subscription. */
export function contextOf(deps: Deps): Omit<Context, keyof BaseContext> {
  return { deps, loaders: loadersOf(deps) };
}
