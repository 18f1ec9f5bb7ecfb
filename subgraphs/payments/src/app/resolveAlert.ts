import type { Payment } from '../domain/payment.ts';
import { findAlert, resolveAlertRow } from '../store/alerts.ts';
import type { StoredAlert } from '../store/alerts.ts';
import { insertAuditEntry } from '../store/audit.ts';
import { lockPayment } from '../store/payments.ts';
import type { Deps } from './deps.ts';

export interface ResolveAlert {
  readonly alertId: string;
  readonly actorId: string;
  /** What was done about it. */
  readonly reason: string;
  /** Whether the caller may act on this payment; for others its alerts do not exist. */
  readonly mayResolve: (payment: Payment) => boolean;
}

export type ResolveAlertResult =
  { readonly kind: 'done'; readonly alert: StoredAlert } | { readonly kind: 'not_found' };

/** Takes an alert off the list, in the name of the person who has dealt with it. One that is resolved stays as it is. */
export async function resolveAlert(
  { platform, newId, now }: Deps,
  { alertId, actorId, reason, mayResolve }: ResolveAlert,
): Promise<ResolveAlertResult> {
  return platform.transaction(async ({ db }): Promise<ResolveAlertResult> => {
    const alert = await findAlert(db, alertId);
    const payment = alert && (await lockPayment(db, { by: 'id', value: alert.paymentId }));
    if (!payment || !mayResolve(payment)) return { kind: 'not_found' };
    if (await resolveAlertRow(db, { id: alertId, by: actorId, at: now() })) {
      const entry = { id: newId(), paymentId: payment.id, actorId, reason };
      await insertAuditEntry(db, { ...entry, action: 'ALERT_RESOLVED', amount: 0 });
    }
    return { kind: 'done', alert: (await findAlert(db, alertId)) ?? alert };
  });
}
