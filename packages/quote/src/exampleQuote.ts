import { checkoutOptions } from '@nakku/contracts';
import { taxesByRate, taxIncluded } from '@nakku/money';
import type { Quote } from './index.ts';

export const place = {
  lines: ['Torstraße 1'],
  city: 'Berlin',
  postcode: '10119',
  country: 'DE',
  location: { latitude: 52.5, longitude: 13.4 },
  instructions: null,
};
export const storeId = '0192f0c0-0000-7000-8000-000000000001';
export const milk: Quote['lines'][number] = {
  lineId: '0192f0c0-0000-7000-8000-000000000005',
  productId: '0192f0c0-0000-7000-8000-000000000006',
  sku: 'MILK-1',
  name: 'Milk',
  packaging: '1 l',
  imageUrl: null,
  quantity: 3,
  unitPrice: 129,
  taxRate: 700,
  discount: 10,
  total: 377,
  tax: 25,
  note: null,
  substitution: 'ALLOW',
};
export const quote: Quote = {
  quoteId: '0192f0c0-0000-7000-8000-000000000002',
  customerId: '0192f0c0-0000-7000-8000-000000000003',
  cartId: '0192f0c0-0000-7000-8000-000000000004',
  cartVersion: 7,
  cartOrderNo: 1,
  storeId,
  currency: 'EUR',
  lines: [milk],
  totals: {
    currency: 'EUR',
    subtotal: 387,
    discount: 10,
    deliveryFee: 290,
    tip: 100,
    tax: 44,
    taxes: [{ rate: 700, net: 623, tax: 44, gross: 667 }],
    deliveryFeeTaxRate: null,
    tipTaxRate: null,
    total: 767,
  },
  discounts: [
    {
      promotionId: '0192f0c0-0000-7000-8000-0000000000d1',
      name: 'Ten cents off',
      couponCode: 'TEN',
      amount: 10,
      deliveryFee: 0,
      limits: { total: null, perCustomer: 1, perCoupon: null },
    },
  ],
  pickup: { storeId, name: 'Nakku Mitte', address: place },
  dropoff: place,
  promise: { from: '2026-03-01T12:00:00.000Z', to: '2026-03-01T12:15:00.000Z' },
  ...checkoutOptions.parse({
    handover: 'CODE',
    attributes: [{ key: 'giftNote', value: 'Happy birthday, Ærøskøbing!' }],
  }),
};
/** A quote of these goods that adds up. */
export function pricedQuote(
  goods: readonly Pick<Quote['lines'][number], 'quantity' | 'unitPrice' | 'taxRate'>[],
  charges: Pick<Quote['totals'], 'deliveryFee' | 'deliveryFeeTaxRate' | 'tip' | 'tipTaxRate'>,
): Quote {
  const lines = goods.map((line, index) => {
    const total = line.quantity * line.unitPrice;
    const lineId = `0192f0c0-0000-7000-8000-${String(index).padStart(12, '0')}`;
    const { note, substitution, sku, name, packaging, imageUrl, productId } = milk;
    const rest = { note, substitution, sku, name, packaging, imageUrl, productId, discount: 0 };
    return { ...rest, ...line, lineId, total, tax: taxIncluded(total, line.taxRate) };
  });
  const taxes = taxesByRate(
    lines.map(({ total, taxRate }) => ({ gross: total, taxRate })),
    charges,
  );
  const subtotal = lines.reduce((sum, { total }) => sum + total, 0);
  const tax = taxes.reduce((sum, one) => sum + one.tax, 0);
  const total = subtotal + charges.deliveryFee + charges.tip;
  return {
    ...quote,
    lines,
    discounts: [],
    totals: { currency: 'EUR', subtotal, discount: 0, ...charges, tax, taxes, total },
  };
}
