import { exampleOrder } from './exampleOrder.ts';
import { invoiceContent } from './invoiceContent.ts';

const order = exampleOrder({ status: 'DELIVERED' });
const invoice = {
  ...{ orderId: order.id, storeId: order.storeId, year: 2026, serial: 3 },
  seller: { name: 'Nakku GmbH', lines: ['Street 1', '10115 Berlin'], taxId: 'DE1' },
  issuedAt: new Date('2026-03-01T23:30:00.000Z'),
};
const milk = {
  name: 'Milk',
  packaging: '1 l',
  unitPrice: 100n,
  taxRate: 700,
  open: 0,
  picked: 10,
  finalTotal: 1000n,
};

test('an invoice lists what was delivered, what it costs, and the taxes by rate', () => {
  const missing = { ...milk, name: 'Bread', picked: 0, finalTotal: 0n };
  const content = invoiceContent(invoice, order, [milk, missing], 'Europe/Berlin');
  expect(content).toMatchObject({
    title: 'Invoice 2026-000000000004-000003',
    seller: ['Nakku GmbH', 'Street 1', '10115 Berlin', 'VAT ID DE1'],
    lines: [['10', 'Milk, 1 l', '1.00 EUR', '7 %', '10.00 EUR']],
    sums: [
      ['Subtotal', '10.00 EUR'],
      ['Delivery', '2.90 EUR'],
      ['Total', '12.90 EUR'],
    ],
    taxes: [['7 %', '12.06 EUR', '0.84 EUR', '12.90 EUR']],
  });
  expect(content.facts[1]).toEqual(['Date of invoice and delivery', '2026-03-02']);
});

test('discount and tip are listed if there are any', () => {
  const totals = { ...order.totals, discount: 100, tip: 200, total: 1390 };
  expect(invoiceContent(invoice, { ...order, totals }, [milk], 'UTC').sums).toEqual([
    ['Subtotal', '10.00 EUR'],
    ['Discount', '-1.00 EUR'],
    ['Delivery', '2.90 EUR'],
    ['Tip', '2.00 EUR'],
    ['Total', '13.90 EUR'],
  ]);
});
