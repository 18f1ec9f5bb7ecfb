import type { Locale } from '../wording/locale.ts';

/** What stands in emails beside the sentences of the notification. */
export interface Labels {
  readonly greeting: (name: string) => string;
  readonly subtotal: string;
  readonly discount: string;
  readonly deliveryFee: string;
  readonly tip: string;
  readonly total: string;
  readonly tax: string;
  readonly viewOrder: string;
  readonly reason: string;
}

export const labels: Readonly<Record<Locale, Labels>> = {
  EN: {
    greeting: (name) => `Hello ${name},`,
    subtotal: 'Subtotal',
    discount: 'Discount',
    deliveryFee: 'Delivery',
    tip: 'Tip',
    total: 'Total',
    tax: 'Taxes included',
    viewOrder: 'View the order',
    reason: 'You get this email because you ordered from Nakku.',
  },
  DE: {
    greeting: (name) => `Hallo ${name},`,
    subtotal: 'Zwischensumme',
    discount: 'Rabatt',
    deliveryFee: 'Lieferung',
    tip: 'Trinkgeld',
    total: 'Gesamtbetrag',
    tax: 'Enthaltene Steuern',
    viewOrder: 'Bestellung ansehen',
    reason: 'Du bekommst diese E-Mail, weil du bei Nakku bestellt hast.',
  },
};
