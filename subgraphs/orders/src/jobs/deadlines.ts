import { orderStatus } from '@nakku/contracts';
import type { DeadlineHandlers } from '@nakku/platform';
import { z } from 'zod';
import { applyFact } from '../app/applyFact.ts';
import type { Deps } from '../app/deps.ts';
import { expireSubstitution } from '../app/expireSubstitution.ts';
import { raiseAlert } from '../app/raiseAlert.ts';
import type { DeadlineKind } from '../domain/deadlines.ts';
import type { Tx } from '../store/database.ts';

const dataSchema = z.object({ status: orderStatus });

/** The times of an order's statuses: to its end, to a cancel request, or to the operators' list. */
export function deadlineHandlers(deps: Deps): DeadlineHandlers<Tx> {
  const handlers: { readonly [Kind in DeadlineKind | 'order.substitution']: DeadlineHandlers<Tx>[string] } = {
    'order.deadline': ({ kind: source, key: orderId, data }, tx) => {
      const fact = { kind: 'DEADLINE', of: dataSchema.parse(data).status } as const;
      return applyFact(tx, deps, { orderId, source, fact });
    },
    'order.substitution': ({ key: substitutionId }, tx) => expireSubstitution(tx, deps, substitutionId),
    'order.change': ({ kind: source, key: orderId }, tx) =>
      applyFact(tx, deps, { orderId, source, fact: { kind: 'CHANGE_TIMED_OUT' } }),
    'order.alert': ({ key: orderId, data }, tx) =>
      raiseAlert(tx, deps, { orderId, kind: 'STUCK', status: dataSchema.parse(data).status }),
    'order.cancel_alert': ({ key: orderId, data }, tx) =>
      raiseAlert(tx, deps, { orderId, kind: 'CANCEL_UNANSWERED', status: dataSchema.parse(data).status }),
  };
  return handlers;
}
