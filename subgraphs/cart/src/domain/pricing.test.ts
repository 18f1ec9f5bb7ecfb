import { store, line, cart } from './exampleCheckout.ts';
import { totalsOf } from './pricing.ts';

describe('totals', () => {
  test('are lines, fee and tip; tax is contained', () => {
    expect(totalsOf(cart())).toEqual({
      currency: 'EUR',
      subtotal: 607,
      discount: 0,
      deliveryFee: 290,
      tip: 100,
      tax: 58,
      taxes: [{ rate: 700, net: 839, tax: 58, gross: 897 }],
      deliveryFeeTaxRate: null,
      tipTaxRate: null,
      total: 997,
    });
  });

  test('tax counts the delivery fee at the rates of the goods', () => {
    const goods = line('milk', 1, 1000);
    expect(totalsOf(cart({ lines: [goods] }))?.tax).toBe(84);
    const standard = { ...goods, product: goods.product && { ...goods.product, taxRate: 1900 } };
    expect(totalsOf(cart({ lines: [standard] }))?.tax).toBe(206);
    expect(totalsOf(cart({ lines: [line('milk', 1, 4000)] }))?.tax).toBe(262);
  });

  test('a fee and a tip with rates of their own are taxed at these', () => {
    const rates = { deliveryFeeTaxRate: 1900, tipTaxRate: 700 };
    expect(totalsOf(cart({ lines: [line('milk', 1, 1000)] }), rates)).toMatchObject({
      tax: 118,
      taxes: [
        { rate: 700, net: 1028, tax: 72, gross: 1100 },
        { rate: 1900, net: 244, tax: 46, gross: 290 },
      ],
      ...rates,
      total: 1390,
    });
  });

  test.each([
    [4000, 0],
    [3999, 290],
  ])('a subtotal of %i has a delivery fee of %i', (price, fee) => {
    expect(totalsOf(cart({ lines: [line('milk', 1, price)] }))?.deliveryFee).toBe(fee);
  });

  test('a store that never delivers for nothing always has its fee', () => {
    const dear = cart({ store: { ...store, freeDeliveryFrom: null }, lines: [line('milk', 99, 10_000)] });
    expect(totalsOf(dear)?.deliveryFee).toBe(290);
  });

  test('there are none without a priced line', () => {
    expect(totalsOf(cart({ lines: [] }))).toBeNull();
    expect(totalsOf(cart({ lines: [line('milk', 1, 1, { product: null })] }))).toBeNull();
  });
});
