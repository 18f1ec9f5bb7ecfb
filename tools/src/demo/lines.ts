import { distanceMeters } from '@nakku/geo';
import { inWords } from '../verify/load/figures.ts';
import type { DemoProduct, Money, Tracked } from './operations.ts';

const WORDS: Readonly<Record<string, string>> = {
  PLACED: 'The order is placed.',
  RESERVED: 'The store holds everything.',
  CONFIRMED: 'The payment is authorised, the order is confirmed.',
  PACKING_STARTED: 'The store is packing.',
  LINE_PICKED: 'The packer takes it from the shelf.',
  LINE_SHORT: 'Something is not on the shelf.',
  SUBSTITUTION_PROPOSED: 'The packer proposes something else.',
  SUBSTITUTION_ANSWERED: 'The customer has answered.',
  LINE_SUBSTITUTED: 'It comes instead.',
  TOTAL_CHANGED: 'The order costs something else now.',
  READY: 'Everything is packed.',
  PICKED_UP: 'The courier has it.',
  DELIVERED: 'It is at the door.',
  DELIVERY_FAILED: 'It could not be handed over.',
  RETURNED: 'It is back in the store.',
  CANCEL_REQUESTED: 'Somebody asked to cancel it.',
  CANCEL_REFUSED: 'It is too late to cancel it.',
  CANCELLED: 'It is cancelled.',
  PAYMENT_FAILED: 'The payment failed.',
  PAYMENT_ACTION_REQUIRED: 'The customer must confirm the payment.',
};

/** Where the words of a step begin. */
const INDENT = 29;

/** `12.90 EUR` of 1290. */
export const price = ({ amount, currency }: Money): string => `${(amount / 100).toFixed(2)} ${currency}`;

export const productLine = ({ name, packaging, price: costs, category, availability }: DemoProduct): string =>
  `${name}, ${packaging}: ${price(costs)}  (${category.name}, ${availability?.available ?? 0} in stock)`;

/** What a message says of the courier: name, vehicle and how far from the door. */
function courierOf({ delivery }: Tracked['order']): string | undefined {
  if (!delivery?.courier) return undefined;
  const { displayName, vehicle, position } = delivery.courier;
  const meters = position && Math.round(distanceMeters(position.location, delivery.dropoff.location));
  return [displayName, vehicle.toLowerCase(), ...(meters === null ? [] : [`${meters} m away`])].join(', ');
}

/**
 * One step of the order as it was pushed.
 * @param sinceMs since the step before
 */
export function stepLine({ step, order }: Tracked, sinceMs: number): string {
  const since = `+${inWords(sinceMs)}`.padStart(9);
  const what = WORDS[step.kind] ?? step.detail ?? step.kind;
  const courier = courierOf(order);
  const facts = [
    ...(order.payment ? [`payment ${order.payment.status.toLowerCase()}`] : []),
    ...(order.delivery ? [`delivery ${order.delivery.status.toLowerCase().replace('_', ' ')}`] : []),
    ...(courier === undefined ? [] : [courier]),
  ];
  const because = step.detail === null || step.detail === what ? [] : [`  ${step.detail}`];
  const first = `${since}  ${step.status.padEnd(16)}  ${what}${because.join('')}`;
  return facts.length === 0 ? first : `${first}\n${' '.repeat(INDENT)}${facts.join(' · ')}`;
}

/** Who, where and what: the part of a message that comes from other services and stays the same. */
export function orderLines({ number, store, customer, lines, totals, payment }: Tracked['order']): string[] {
  return [
    `Order ${number} of ${customer?.name ?? 'the customer'} from ${store?.name ?? 'the store'}, ${price(totals.total)}` +
      (payment?.method ? ` by ${payment.method.label}` : ''),
    ...lines.map(({ quantity, name, product }) => {
      const now = product
        ? `${price(product.price)} each, ${product.availability?.available ?? 0} left`
        : 'catalogue away';
      return `  ${quantity} × ${product?.name ?? name}  (${now})`;
    }),
  ];
}
