import type { OrderStatus } from '@nakku/contracts';
import { formatAmount } from '@nakku/money';
import type { AlertKind } from '../../domain/alerts.ts';
import type { StepDetail } from '../../domain/stepDetail.ts';
import type { Locale } from '../../generated/graphql.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import type { Wording } from './language.ts';

const wordings: Readonly<Record<Locale, Wording>> = { EN: en, DE: de };

/** A stored detail in a reader's language; null if there is none. */
export function detailText(detail: StepDetail | null, locale: Locale): string | null {
  const wording = wordings[locale];
  switch (detail?.kind) {
    case undefined:
      return null;
    case 'CANCEL_REASON':
      return wording.cancelReason[detail.reason];
    case 'CHANGE_REFUSED':
      return wording.changeRefusal[detail.reason];
    case 'PAYMENT_FAILURE':
      return wording.paymentFailure[detail.failure];
    case 'PAYMENT_OUTCOME':
      return wording.paymentOutcome[detail.outcome];
    case 'DELIVERY_STATUS':
      return wording.deliveryStatus[detail.status];
    case 'COURIER_SEARCH_REPEATED':
      return wording.courierSearchRepeated;
    case 'ETA_CHANGED':
      return wording.etaChanged;
    case 'LINES_PICKED':
      return wording.linesPicked(detail.pieces, detail.left);
    case 'LINE_SHORT':
      return wording.lineShort(detail.quantity, detail.name);
    case 'SUBSTITUTION_PROPOSED':
      return wording.substitutionProposed(detail.quantity, detail.name, detail.proposals);
    case 'SUBSTITUTION_ANSWERED':
      return wording.substitutionAnswered(detail.substitute, detail.isTimeout);
    case 'LINE_SUBSTITUTED':
      return wording.lineSubstituted(detail.quantity, detail.name, detail.substitute);
    case 'TOTAL_CHANGED': {
      const { from, to, currency } = detail;
      return wording.totalChanged(formatAmount(from, currency), formatAmount(to, currency));
    }
    case 'TEXT':
      return detail.text;
  }
}

/** What an operator does about an alert. */
export function alertText(kind: AlertKind, status: OrderStatus, locale: Locale): string {
  const wording = wordings[locale];
  return kind === 'STUCK' ? (wording.stuck[status] ?? status) : wording.cancelUnanswered;
}
