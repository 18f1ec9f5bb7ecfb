import type { NotificationContent } from '../notification.ts';
import { amountText } from './amount.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import type { Sentences } from './sentences.ts';

/** Languages in which notifications are written. */
export const locales = ['EN', 'DE'] as const;
export type Locale = (typeof locales)[number];

const sentences: Readonly<Record<Locale, Sentences>> = { EN: en, DE: de };

/** What a notification says to people, in one language. */
export interface Wording {
  /** One line. */
  readonly title: string;
  /** One or two sentences. */
  readonly body: string;
}

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
