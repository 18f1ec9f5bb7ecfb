import type { NotificationContent } from '../notification.ts';
import { wordingOf } from './wording.ts';

test.each<[NotificationContent, string, string]>([
  [
    { kind: 'ORDER_CONFIRMED', orderNumber: 'NK-1' },
    'Order NK-1 is confirmed',
    'Bestellung NK-1 ist bestätigt',
  ],
  [{ kind: 'ORDER_ON_THE_WAY' }, 'Your order is on the way', 'Deine Bestellung ist unterwegs'],
  [{ kind: 'COURIER_NEARBY' }, 'Your courier is nearby', 'Dein Kurier ist gleich da'],
  [
    { kind: 'ORDER_DELIVERED', orderNumber: 'NK-1' },
    'Order NK-1 is delivered',
    'Bestellung NK-1 ist geliefert',
  ],
  [
    { kind: 'ORDER_CANCELLED', orderNumber: 'NK-1', reason: 'NO_COURIER' },
    'Order NK-1 is cancelled',
    'Bestellung NK-1 ist storniert',
  ],
  [
    { kind: 'ORDER_REFUNDED', amount: 123_456, currency: 'EUR' },
    'You get €1,234.56 back',
    'Du bekommst 1.234,56\u00A0€ zurück',
  ],
  [
    { kind: 'ORDER_REFUNDED', amount: 500, currency: 'JPY' },
    'You get JP¥500 back',
    'Du bekommst 500\u00A0¥ zurück',
  ],
])('%j: %s, %s', (content, english, german) => {
  expect(wordingOf(content, 'EN').title).toBe(english);
  expect(wordingOf(content, 'DE').title).toBe(german);
});

test('the reason of a cancellation is said in both languages', () => {
  const content = { kind: 'ORDER_CANCELLED', orderNumber: 'NK-1', reason: 'NO_COURIER' } as const;
  expect(wordingOf(content, 'EN').body).toBe(
    'No courier was available. What you have paid is returned to you.',
  );
  expect(wordingOf(content, 'DE').body).toBe(
    'Es war kein Kurier verfügbar. Was du bezahlt hast, bekommst du zurück.',
  );
});
