import { generateSigningKey } from '@nakku/identity';
import fc from 'fast-check';
import { SignJWT, importJWK } from 'jose';
import { milk, place, pricedQuote, quote, storeId } from './exampleQuote.ts';
import { createQuoteSigner, createQuoteVerifier, MAX_TOKEN_LENGTH, quoteSchema } from './index.ts';
import type { Quote } from './index.ts';

const issuedAt = new Date('2026-03-01T11:50:00.000Z');
const expiresAt = new Date('2026-03-01T11:55:00.000Z');
const during = () => issuedAt.getTime() + 1_000;

describe('a signed quote', () => {
  test('comes back whole', async () => {
    const { privateJwk, publicJwk } = await generateSigningKey();
    const token = await createQuoteSigner({ privateJwk }).sign(quote, { issuedAt, expiresAt });
    const verifier = createQuoteVerifier({ publicJwks: { keys: [publicJwk] }, now: during });
    expect(await verifier.verify(token)).toEqual({ kind: 'valid', quote, expiresAt });
  });

  test('is expired from its last second on, and still tells what it was', async () => {
    const { privateJwk, publicJwk } = await generateSigningKey();
    const token = await createQuoteSigner({ privateJwk }).sign(quote, { issuedAt, expiresAt });
    const at = (now: Date) =>
      createQuoteVerifier({ publicJwks: { keys: [publicJwk] }, now: () => now.getTime() }).verify(token);
    expect((await at(new Date('2026-03-01T11:54:59.000Z'))).kind).toBe('valid');
    expect(await at(expiresAt)).toEqual({ kind: 'expired', quote, expiredAt: expiresAt });
  });

  test('is invalid with another key, one changed character, another type, issuer or audience', async () => {
    const { privateJwk, publicJwk } = await generateSigningKey();
    const stranger = await generateSigningKey();
    const verifier = createQuoteVerifier({ publicJwks: { keys: [publicJwk] }, now: during });
    const token = await createQuoteSigner({ privateJwk }).sign(quote, { issuedAt, expiresAt });
    const forged = await createQuoteSigner({
      privateJwk: { ...stranger.privateJwk, kid: privateJwk.kid },
    }).sign(quote, { issuedAt, expiresAt });
    const key = await importJWK(privateJwk, 'EdDSA');
    const claims = { jti: quote.quoteId, sub: quote.customerId, quote: { ...quote } };
    const signed = (typ: string, issuer: string, audience: string) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', typ, kid: privateJwk.kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(issuedAt.getTime() / 1000)
        .setExpirationTime(expiresAt.getTime() / 1000)
        .sign(key);
    const middle = Math.floor(token.length / 2);
    const damaged = token.slice(0, middle) + (token[middle] === 'A' ? 'B' : 'A') + token.slice(middle + 1);
    const refused = [
      forged,
      damaged,
      '',
      'x.y.z',
      'a'.repeat(MAX_TOKEN_LENGTH + 1),
      await signed('nakku-identity+jwt', 'cart', 'orders'),
      await signed('nakku-quote+jwt', 'users', 'orders'),
      await signed('nakku-quote+jwt', 'cart', 'payments'),
    ];
    for (const bad of refused) expect((await verifier.verify(bad)).kind).toBe('invalid');
    expect((await verifier.verify(await signed('nakku-quote+jwt', 'cart', 'orders'))).kind).toBe('valid');
  });

  test('is not believed when it does not add up, whoever signed it', async () => {
    const { privateJwk, publicJwk } = await generateSigningKey();
    const verifier = createQuoteVerifier({ publicJwks: { keys: [publicJwk] }, now: during });
    const key = await importJWK(privateJwk, 'EdDSA');
    const signed = (change: Partial<Quote>) =>
      new SignJWT({ jti: quote.quoteId, sub: quote.customerId, quote: { ...quote, ...change } })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'nakku-quote+jwt', kid: privateJwk.kid })
        .setIssuer('cart')
        .setAudience('orders')
        .setIssuedAt(issuedAt.getTime() / 1000)
        .setExpirationTime(expiresAt.getTime() / 1000)
        .sign(key);
    const reasonOf = async (change: Partial<Quote>) => (await verifier.verify(await signed(change))).kind;
    expect(await reasonOf({})).toBe('valid');
    expect(await reasonOf({ totals: { ...quote.totals, tax: 25 } })).toBe('invalid');
    expect(await reasonOf({ totals: { ...quote.totals, discount: 0, total: 777 } })).toBe('invalid');
    expect(await reasonOf({ lines: quote.lines.map((line) => ({ ...line, tax: 0 })) })).toBe('invalid');
  });

  test('of before there were attributes has none', async () => {
    const { attributes: _, ...old } = quote;
    expect(quoteSchema.parse(old)).toEqual({ ...quote, attributes: [] });
  });

  test('of before there were taxes by rate is still believed', () => {
    const { taxes: _, deliveryFeeTaxRate: _fee, tipTaxRate: _tip, ...totals } = quote.totals;
    expect(quoteSchema.parse({ ...quote, totals })).toEqual({
      ...quote,
      totals: { ...quote.totals, taxes: [] },
    });
  });

  test('of the largest cart fits a request, without images if it must', async () => {
    const { privateJwk, publicJwk } = await generateSigningKey();
    const wide = (length: number) => '鶏'.repeat(length);
    const largest = place.lines.map(() => wide(120));
    const where = {
      ...place,
      lines: [...largest, ...largest, ...largest],
      city: wide(80),
      postcode: wide(16),
      instructions: wide(300),
    };
    const lines = Array.from({ length: 100 }, (_, index) => ({
      lineId: `0192f0c0-0000-7000-8000-${String(index).padStart(12, '0')}`,
      productId: `0192f0c0-0000-7000-9000-${String(index).padStart(12, '0')}`,
      sku: 'S'.repeat(64),
      name: wide(200),
      packaging: '1000000 pieces',
      imageUrl: `https://images.example/${'x'.repeat(1_900)}`,
      quantity: 99,
      unitPrice: 100_000_000,
      taxRate: 0,
      discount: 0,
      total: 9_900_000_000,
      tax: 0,
      note: wide(200),
      substitution: 'ALLOW' as const,
    }));
    const discounts = Array.from({ length: 20 }, () => ({
      ...{
        promotionId: milk.productId,
        name: wide(80),
        couponCode: 'X'.repeat(32),
        amount: 0,
        deliveryFee: 0,
      },
      limits: { total: 1_000_000, perCustomer: 1_000_000, perCoupon: 1_000_000 },
    }));
    const whole: Quote = {
      ...quote,
      lines,
      discounts,
      totals: {
        currency: 'EUR',
        subtotal: 990_000_000_000,
        discount: 0,
        deliveryFee: 0,
        tip: 0,
        tax: 0,
        taxes: [{ rate: 0, net: 990_000_000_000, tax: 0, gross: 990_000_000_000 }],
        deliveryFeeTaxRate: null,
        tipTaxRate: null,
        total: 990_000_000_000,
      },
      pickup: { storeId, name: wide(100), address: where },
      dropoff: where,
      attributes: Array.from({ length: 10 }, (_, index) => ({
        key: `k${index}`.padEnd(40, 'x'),
        value: wide(250),
      })),
    };
    const token = await createQuoteSigner({ privateJwk }).sign(whole, { issuedAt, expiresAt });
    expect(token.length).toBeLessThanOrEqual(MAX_TOKEN_LENGTH);
    const verifier = createQuoteVerifier({ publicJwks: { keys: [publicJwk] }, now: during });
    expect(await verifier.verify(token)).toEqual({
      kind: 'valid',
      quote: { ...whole, lines: lines.map((line) => ({ ...line, imageUrl: null })) },
      expiresAt,
    });
  });

  test('is not signed when it does not add up', async () => {
    const { privateJwk } = await generateSigningKey();
    const signer = createQuoteSigner({ privateJwk });
    const [line] = quote.lines;
    if (!line) throw new Error('the quote has a line');
    const wrong: [Quote, string][] = [
      [{ ...quote, totals: { ...quote.totals, total: 766 } }, 'total is not'],
      [{ ...quote, totals: { ...quote.totals, subtotal: 386 } }, 'subtotal is not'],
      [{ ...quote, totals: { ...quote.totals, currency: 'SEK' } }, 'another currency'],
      [{ ...quote, storeId: quote.cartId }, 'another store'],
      [{ ...quote, lines: [line, line] }, 'appears twice'],
      [
        { ...quote, handover: 'LEFT_AT_DOOR', lines: [{ ...line, ageLimit: 18 }] },
        'goods with an age limit are left at the door',
      ],
      [{ ...quote, lines: [{ ...line, total: 376 }] }, 'quantity × unitPrice'],
      [{ ...quote, lines: [{ ...line, tax: 24 }] }, 'tax of a line'],
      [{ ...quote, totals: { ...quote.totals, tax: 25 } }, 'tax is not'],
      [
        {
          ...quote,
          totals: { ...quote.totals, taxes: quote.totals.taxes.map((one) => ({ ...one, net: 622 })) },
        },
        'taxes are not',
      ],
      [{ ...quote, totals: { ...quote.totals, deliveryFeeTaxRate: 1900 } }, 'tax is not'],
      [{ ...quote, totals: { ...quote.totals, discount: 0, total: 777 } }, 'discount is not'],
      [{ ...quote, attributes: [...quote.attributes, ...quote.attributes] }, 'appears twice'],
    ];
    for (const [bad, message] of wrong) {
      await expect(signer.sign(bad, { issuedAt, expiresAt })).rejects.toThrow(message);
    }
    expect(quoteSchema.safeParse(quote).success).toBe(true);
  });

  test('of which one amount is another, whatever the others are, is refused', () => {
    const rate = fc.constantFrom(0, 700, 1900);
    const lines = fc.array(
      fc.record({ quantity: fc.integer({ min: 1, max: 99 }), unitPrice: fc.nat(20_000), taxRate: rate }),
      { minLength: 1, maxLength: 12 },
    );
    const charges = fc.record({
      deliveryFee: fc.nat(990),
      deliveryFeeTaxRate: fc.option(rate),
      tip: fc.nat(1_000),
      tipTaxRate: fc.option(rate),
    });
    const amounts = ['subtotal', 'discount', 'deliveryFee', 'tip', 'tax', 'total'] as const;
    const difference = fc.integer({ min: 1, max: 5_000 });
    fc.assert(
      fc.property(lines, charges, fc.constantFrom(...amounts), difference, (goods, fees, changed, by) => {
        const whole = pricedQuote(goods, fees);
        expect(quoteSchema.parse(whole)).toEqual(whole);
        const totals = { ...whole.totals, [changed]: whole.totals[changed] + by };
        expect(quoteSchema.safeParse({ ...whole, totals }).success).toBe(false);
        const [first, ...rest] = whole.lines;
        const dearer = first && [{ ...first, unitPrice: first.unitPrice + by }, ...rest];
        expect(quoteSchema.safeParse({ ...whole, lines: dearer }).success).toBe(false);
      }),
    );
  });
});
