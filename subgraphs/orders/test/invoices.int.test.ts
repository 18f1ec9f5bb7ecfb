import { inflateSync } from 'node:zlib';
import type { Caller } from '@nakku/identity';
import { courier, customer } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness, Placed } from './harness.ts';
import { published } from './otherContexts.ts';
import { reach } from './reach.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  const seller = { name: 'Käse & Mehr GmbH', lines: ['Straße 1', '10115 Berlin'], taxId: 'DE123456789' };
  shop = await startOrdersHarness({
    DURATIONS_PROFILE: 'production',
    ORDERS_SELLER: JSON.stringify(seller),
    ORDERS_INVOICE_TIME_ZONE: 'UTC',
  });
}, 60_000);
afterAll(() => shop.stop());

async function invoiceOf({ orderId }: Placed, caller: Caller) {
  const query = 'query ($id: ID!) { order(id: $id) { invoice { number issuedAt url } } }';
  return (await shop.client.query(query, { id: orderId }, caller)).data?.order?.invoice;
}

const download = (url: string) => fetch(new URL(url, shop.service.url));

/** The text of a PDF of pdfkit's: its streams are deflated, their strings hexadecimal. */
function textOf(pdf: Buffer): string {
  const raw = pdf.toString('latin1');
  const streams = [...raw.matchAll(/stream\n([^]*?)\nendstream/g)].map(([, body = '']) =>
    Buffer.from(body, 'latin1'),
  );
  const content = streams.flatMap((body) => {
    try {
      return [inflateSync(body).toString('latin1')];
    } catch {
      return [];
    }
  });
  const lines = content.join('\n').split('TJ');
  const decoded = lines.map((line) =>
    [...line.matchAll(/<([0-9a-f]+)>/g)]
      .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
      .join(''),
  );
  return decoded.join('\n');
}

test('orders of a store are numbered without gaps, also those delivered at once; a repeated event adds none', async () => {
  const storeId = uuidv7();
  const orders = await Promise.all([1, 2, 3].map(() => shop.placed({ storeId })));
  for (const placed of orders) await reach(shop, placed, 'OUT_FOR_DELIVERY');
  const [first] = orders;
  if (!first) throw new Error('three orders were placed');
  expect(await invoiceOf(first, first.caller)).toBeNull();
  const done = { status: 'DELIVERED', courierId: uuidv7(), proof: 'CODE' };
  await Promise.all(orders.map((placed) => shop.others.delivery(placed, 'completed', done)));
  await Promise.all(orders.map(({ orderId }) => published(shop.capture, orderId, 8)));
  await shop.others.resend(first.orderId);
  const next = await shop.placed({ storeId });
  const elsewhere = await shop.placed();
  for (const placed of [next, elsewhere]) await reach(shop, placed, 'DELIVERED');
  const { rows } = await shop.pool.query<{ order_id: string; serial: number }>(
    'SELECT order_id, serial FROM invoices WHERE store_id = $1 ORDER BY serial',
    [storeId],
  );
  expect(rows.map(({ serial }) => serial)).toEqual([1, 2, 3, 4]);
  expect(rows[3]?.order_id).toBe(next.orderId);
  const year = new Date().getUTCFullYear();
  const number = (store: string, serial: number) =>
    `${year}-${store.slice(-12).toUpperCase()}-${String(serial).padStart(6, '0')}`;
  expect((await invoiceOf(next, next.caller)).number).toBe(number(storeId, 4));
  expect((await invoiceOf(elsewhere, elsewhere.caller)).number).toBe(number(elsewhere.storeId, 1));
}, 60_000);

test('the customer and the staff get a link to the PDF, and nobody else', async () => {
  const placed = await shop.placed();
  await reach(shop, placed, 'DELIVERED');
  const invoice = await invoiceOf(placed, placed.caller);
  expect((await invoiceOf(placed, placed.staff)).number).toBe(invoice.number);
  for (const stranger of [customer(), courier()]) expect(await invoiceOf(placed, stranger)).toBeUndefined();
  const response = await download(invoice.url);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(response.headers.get('content-disposition')).toBe(`inline; filename="${invoice.number}.pdf"`);
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  const text = textOf(Buffer.from(await response.arrayBuffer()));
  const wanted = [
    'Käse & Mehr GmbH',
    'VAT ID DE123456789',
    `Invoice ${invoice.number}`,
    'bananas, 1 l',
    '12.87 EUR',
    '7 %',
  ];
  for (const part of wanted) expect(text).toContain(part);
  const forged = invoice.url.replace(placed.orderId, uuidv7());
  for (const url of [forged, '/invoices', '/invoices?token=x'])
    expect((await download(url)).status).toBe(404);
});
