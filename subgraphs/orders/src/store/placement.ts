import type { Quote } from '@nakku/quote';
import { v7 as uuidv7 } from 'uuid';
import { orderNumber, placed } from '../domain/order.ts';
import type { Order } from '../domain/order.ts';
import type { Tx } from './database.ts';
import { orderColumns, toOrder } from './rows.ts';
import type { OrderRow } from './rows.ts';

/** Order, lines and first step in one round trip. Any unique rule that is broken leaves all of them out. */
const insert = `
WITH r AS (
  SELECT * FROM json_to_record($1::json) AS r(
    id uuid, quote_id uuid, cart_id uuid, cart_order_no int, customer_id uuid, store_id uuid,
    payment_method_id uuid, currency text, subtotal bigint, discount bigint, delivery_fee bigint, tip bigint,
    tax bigint, total bigint, pickup jsonb, dropoff jsonb, handover handover, promise_from timestamptz,
    promise_to timestamptz, placed_at timestamptz, lines json)
), o AS (
  INSERT INTO orders (id, status, version, quote_id, cart_id, cart_order_no, customer_id, store_id,
    payment_method_id, currency, subtotal, discount, delivery_fee, tip, tax, total, pickup, dropoff, handover,
    promise_from, promise_to, placed_at, updated_at)
  SELECT id, 'PLACED', 1, quote_id, cart_id, cart_order_no, customer_id, store_id, payment_method_id, currency,
    subtotal, discount, delivery_fee, tip, tax, total, pickup, dropoff, handover, promise_from, promise_to,
    placed_at, placed_at
  FROM r
  ON CONFLICT DO NOTHING
  RETURNING id, number
), l AS (
  INSERT INTO order_lines (id, order_id, position, line_id, product_id, sku, name, packaging, image_url, quantity,
    unit_price, discount, total, tax, tax_rate, note, substitution)
  SELECT l.id, o.id, l.position, l.line_id, l.product_id, l.sku, l.name, l.packaging, l.image_url, l.quantity,
    l.unit_price, l.discount, l.total, l.tax, l.tax_rate, l.note, l.substitution
  FROM o, r, json_to_recordset(r.lines) AS l(
    id uuid, position int, line_id uuid, product_id uuid, sku text, name text, packaging text, image_url text,
    quantity int, unit_price bigint, discount bigint, total bigint, tax bigint, tax_rate int, note text,
    substitution substitution)
), s AS (
  INSERT INTO order_steps (order_id, sequence, kind, status, actor_id, at)
  SELECT o.id, 1, 'PLACED', 'PLACED', r.customer_id, r.placed_at FROM o, r
)
SELECT number FROM o`;

/** Writes the order of a quote, PLACED. Null if its quote, its cart's turn or its cart has an order already. */
export async function insertOrder(
  db: Tx,
  quote: Quote,
  paymentMethodId: string,
  placedAt: Date,
): Promise<Order | null> {
  const id = uuidv7();
  const row = {
    id,
    quote_id: quote.quoteId,
    cart_id: quote.cartId,
    cart_order_no: quote.cartOrderNo,
    customer_id: quote.customerId,
    store_id: quote.storeId,
    payment_method_id: paymentMethodId,
    currency: quote.currency,
    subtotal: quote.totals.subtotal,
    discount: quote.totals.discount,
    delivery_fee: quote.totals.deliveryFee,
    tip: quote.totals.tip,
    tax: quote.totals.tax,
    total: quote.totals.total,
    pickup: quote.pickup,
    dropoff: quote.dropoff,
    handover: quote.handover,
    promise_from: quote.promise.from,
    promise_to: quote.promise.to,
    placed_at: placedAt,
    lines: quote.lines.map((line, i) => ({
      id: uuidv7(),
      position: i + 1,
      line_id: line.lineId,
      product_id: line.productId,
      sku: line.sku,
      name: line.name,
      packaging: line.packaging,
      image_url: line.imageUrl,
      quantity: line.quantity,
      unit_price: line.unitPrice,
      discount: line.discount,
      total: line.total,
      tax: line.tax,
      tax_rate: line.taxRate,
      note: line.note,
      substitution: line.substitution,
    })),
  };
  const [inserted] = await db.$queryRawUnsafe<{ number: number }[]>(insert, JSON.stringify(row));
  if (!inserted) return null;
  const { cartId, cartOrderNo, customerId, storeId, totals, pickup, dropoff, handover } = quote;
  return {
    ...placed,
    id,
    number: orderNumber(inserted.number),
    version: 1,
    cartId,
    cartOrderNo,
    customerId,
    storeId,
    paymentMethodId,
    totals,
    pickup,
    dropoff,
    handover,
    promise: { from: new Date(quote.promise.from), to: new Date(quote.promise.to) },
    placedAt,
  };
}

const obstacles = `
SELECT ${orderColumns} FROM orders o
WHERE o.quote_id = $1::uuid OR o.cart_id = $2::uuid AND (o.cart_order_no = $3::int OR o.status IN ('PLACED', 'RESERVED'))
LIMIT 10`;

/** The order that stands in the way of one for `quote`: made of the same lines, or still being placed. */
export async function findObstacle(
  db: Tx,
  quote: Quote,
): Promise<{ readonly kind: 'already_ordered' | 'in_progress'; readonly order: Order } | null> {
  const { quoteId, cartId, cartOrderNo } = quote;
  const rows = await db.$queryRawUnsafe<OrderRow[]>(obstacles, quoteId, cartId, cartOrderNo);
  const same = rows.find((row) => row.quoteId === quoteId || row.cartOrderNo === cartOrderNo);
  if (same) return { kind: 'already_ordered', order: toOrder(same) };
  const [other] = rows;
  return other ? { kind: 'in_progress', order: toOrder(other) } : null;
}
