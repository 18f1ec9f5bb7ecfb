import type { NotificationContent } from '../notification.ts';
import { amountText } from './amount.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import type { Locale } from './locale.ts';
import type { Sentences, Wording } from './sentences.ts';

const sentences: Readonly<Record<Locale, Sentences>> = { EN: en, DE: de };

/** A notification in a reader's language. */
export function wordingOf(content: NotificationContent, locale: Locale): Wording {
  const of = sentences[locale];
  switch (content.kind) {
    case 'ORDER_CONFIRMED':
      return of.confirmed(content.orderNumber);
    case 'ORDER_ON_THE_WAY':
      return of.onTheWay;
    case 'COURIER_NEARBY':
      return of.courierNearby;
    case 'ORDER_DELIVERED':
      return of.delivered(content.orderNumber);
    case 'ORDER_CANCELLED':
      return of.cancelled(content.orderNumber, of.cancelReason[content.reason]);
    case 'ORDER_REFUNDED':
      return of.refunded(amountText(content.amount, content.currency, locale));
  }
}
