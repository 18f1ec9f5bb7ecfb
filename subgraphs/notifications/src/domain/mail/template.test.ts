import type { ReceiptContent } from '../receipt.ts';
import { mailTextOf } from './template.ts';

const receipt: ReceiptContent = {
  currency: 'EUR',
  lines: [
    { lineId: 'l-1', name: 'Milk <b>1 l</b>', quantity: 2, total: 258 },
    { lineId: 'l-2', name: 'Bread', quantity: 1, total: 300 },
  ],
  subtotal: 558,
  discount: 58,
  deliveryFee: 199,
  tip: 0,
  tax: 46,
  total: 699,
};
const content = { kind: 'ORDER_CONFIRMED', orderNumber: 'NK-1' } as const;
const data = { content, name: 'Anna & <Otto>', orderUrl: 'https://nakku.example/orders/o-1?a="b"', receipt };

test('the text of a receipt in English and German', () => {
  expect(mailTextOf({ ...data, locale: 'EN' })).toMatchObject({
    subject: 'Order NK-1 is confirmed',
    text: `Hello Anna & <Otto>,

The store has your order and packs it now.

2 × Milk <b>1 l</b>: €2.58
1 × Bread: €3.00

Subtotal: €5.58
Discount: −€0.58
Delivery: €1.99
Total: €6.99
Taxes included: €0.46

View the order: https://nakku.example/orders/o-1?a="b"

You get this email because you ordered from Nakku.
`,
  });
  const german = mailTextOf({ ...data, locale: 'DE' });
  expect(german.subject).toBe('Bestellung NK-1 ist bestätigt');
  expect(german.text).toContain('Gesamtbetrag: 6,99\u00A0€\n');
  expect(german.html).toContain('<html lang="de">');
});

test('whatever people wrote is escaped in HTML', () => {
  const html = mailTextOf({ ...data, locale: 'EN' }).html.replaceAll(/>\s+</g, '><');
  expect(html).toContain('<p>Hello Anna &amp; &lt;Otto&gt;,</p>');
  expect(html).toContain('<td>2 × Milk &lt;b&gt;1 l&lt;/b&gt;</td><td align="right">€2.58</td>');
  expect(html).toContain('<a href="https://nakku.example/orders/o-1?a=&quot;b&quot;">View the order</a>');
  expect(html).not.toContain('<b>');
});

test('what is no receipt lists nothing', () => {
  const refund = { kind: 'ORDER_REFUNDED', amount: 100, currency: 'EUR' } as const;
  const { text, html } = mailTextOf({ ...data, content: refund, locale: 'EN' });
  expect(text).not.toContain('Milk');
  expect(html).not.toContain('<table');
});
