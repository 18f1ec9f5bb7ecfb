import type { StepDetail } from '../../domain/stepDetail.ts';
import { alertText, detailText } from './wording.ts';

test.each<[StepDetail | null, string | null, string | null]>([
  [null, null, null],
  [
    { kind: 'CANCEL_REASON', reason: 'PAYMENT_TIMEOUT' },
    'The payment was not authorised in time.',
    'Die Zahlung wurde nicht rechtzeitig autorisiert.',
  ],
  [
    { kind: 'PAYMENT_FAILURE', failure: 'CARD_DECLINED' },
    'The card was declined.',
    'Die Karte wurde abgelehnt.',
  ],
  [{ kind: 'PAYMENT_OUTCOME', outcome: 'PARTLY_REFUNDED' }, 'Partly refunded.', 'Teilweise erstattet.'],
  [
    { kind: 'PAYMENT_OUTCOME', outcome: 'REFUND_FAILED' },
    'A refund failed. The store will arrange it again.',
    'Eine Erstattung ist fehlgeschlagen. Die Filiale veranlasst sie erneut.',
  ],
  [{ kind: 'DELIVERY_STATUS', status: 'SCHEDULED' }, 'Looking for a courier.', 'Ein Kurier wird gesucht.'],
  [{ kind: 'DELIVERY_STATUS', status: 'DELIVERED' }, null, null],
  [{ kind: 'COURIER_SEARCH_REPEATED' }, 'Looking for another courier.', 'Ein anderer Kurier wird gesucht.'],
  [
    { kind: 'ETA_CHANGED' },
    'The estimated time of arrival has changed.',
    'Die voraussichtliche Ankunftszeit hat sich geändert.',
  ],
  [{ kind: 'LINES_PICKED', pieces: 3, left: 2 }, 'Picked: 3. To pick: 2.', 'Gepackt: 3. Noch offen: 2.'],
  [
    { kind: 'SUBSTITUTION_PROPOSED', name: 'Milk', quantity: 2, proposals: ['Oat milk', 'Rice milk'] },
    'Instead of 2 × Milk: Oat milk or Rice milk?',
    'Statt 2 × Milk: Oat milk oder Rice milk?',
  ],
  [
    { kind: 'SUBSTITUTION_ANSWERED', name: 'Milk', quantity: 2, substitute: 'Oat milk', isTimeout: true },
    'No answer in time: Oat milk',
    'Keine Antwort in der Frist: Oat milk',
  ],
  [
    { kind: 'SUBSTITUTION_ANSWERED', name: 'Milk', quantity: 2, substitute: null, isTimeout: false },
    'No substitute.',
    'Kein Ersatz.',
  ],
  [
    { kind: 'LINE_SUBSTITUTED', name: 'Milk', quantity: 2, substitute: 'Oat milk' },
    '2 × Oat milk instead of Milk.',
    '2 × Oat milk statt Milk.',
  ],
  [{ kind: 'LINE_SHORT', name: 'Milk', quantity: 2 }, '2 × Milk not available.', '2 × Milk nicht verfügbar.'],
  [
    { kind: 'TOTAL_CHANGED', from: 1290, to: 1090, currency: 'EUR' },
    'The total has changed from 12.90 EUR to 10.90 EUR.',
    'Der Gesamtbetrag hat sich von 12.90 EUR auf 10.90 EUR geändert.',
  ],
  [{ kind: 'TEXT', text: 'Nobody home' }, 'Nobody home', 'Nobody home'],
])('%j: %s, %s', (detail, english, german) => {
  expect(detailText(detail, 'EN')).toBe(english);
  expect(detailText(detail, 'DE')).toBe(german);
});

test('an alert says what to do', () => {
  expect(alertText('STUCK', 'READY', 'EN')).toMatch(/waiting for a courier/);
  expect(alertText('STUCK', 'READY', 'DE')).toMatch(/wartet auf einen Kurier/);
  expect(alertText('CANCEL_UNANSWERED', 'READY', 'DE')).toMatch(/Stornierungsanfrage/);
});
