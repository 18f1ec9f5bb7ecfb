import type { Caller } from '@nakku/identity';
import { admin, anonymous, customer, type MutationCase, operator } from '@nakku/testkit';
import { v7 } from 'uuid';

const terms = (more: object = {}) => ({
  ...{ name: 'Ten percent', currency: 'EUR', rule: { percentage: { rate: 1_000 } } },
  startsAt: '2026-01-01T00:00:00.000Z',
  ...more,
});

/** Everybody who is no merchandiser. */
function forbidden(args: () => Record<string, unknown>): MutationCase[] {
  const callers: [string, Caller, string][] = [
    ['nobody signed in', anonymous(), 'UNAUTHENTICATED'],
    ['a customer', customer(), 'FORBIDDEN'],
    ['a store operator', operator([v7()]), 'FORBIDDEN'],
  ];
  return callers.map(([title, caller, error]) => ({ title, caller, args, refused: { error } }));
}

const invalid = (title: string, args: Record<string, unknown>, ...path: string[]): MutationCase => ({
  ...{ title, caller: admin(), args: () => args, refused: { userError: 'InvalidInputError', path } },
});

const badTerms = (args: Record<string, unknown>): MutationCase[] =>
  [
    ['an end before the start', { endsAt: '2025-01-01T00:00:00.000Z' }, 'endsAt'] as const,
    [
      'a bundle of one product',
      { rule: { bundlePrice: 100 }, scope: { productIds: [v7()] } },
      'scope',
    ] as const,
    ['a rate beyond all', { rule: { percentage: { rate: 10_001 } } }, 'rule', 'percentage', 'rate'] as const,
    ['nothing off', { rule: { fixed: 0 } }, 'rule', 'fixed'] as const,
    ['no free delivery', { rule: { isDeliveryFree: false } }, 'rule', 'isDeliveryFree'] as const,
    ['no pieces to buy', { rule: { buyXGetY: { buy: 0, get: 1 } } }, 'rule', 'buyXGetY', 'buy'] as const,
    ['no name', { name: ' ' }, 'name'] as const,
    ['a negative minimum', { minSubtotal: -1 }, 'minSubtotal'] as const,
    ['no uses', { maxUses: 0 }, 'maxUses'] as const,
    ['a product that is no ID', { scope: { productIds: ['x'] } }, 'scope', 'productIds', '0'] as const,
  ].map(([title, more, ...path]) => invalid(title, { ...args, input: terms(more) }, 'input', ...path));

const missing = (args: Record<string, unknown>): MutationCase => ({
  title: 'a missing promotion',
  caller: admin(),
  args: () => ({ ...args, promotionId: v7() }),
  refused: { userError: 'NotFoundError', path: ['promotionId'], code: 'NOT_FOUND' },
});

/** What the mutations of promotions must refuse. */
export function promotionCases(): Record<string, MutationCase[]> {
  const promotionId = v7();
  const update = { promotionId, expectedVersion: 1 };
  const coupons = { promotionId, codes: { code: 'SUMMER' } };
  return {
    promotionCreate: [...forbidden(() => ({ input: terms() })), ...badTerms({})],
    promotionUpdate: [
      ...forbidden(() => ({ ...update, input: terms() })),
      ...badTerms(update),
      invalid('a malformed ID', { ...update, promotionId: 'x', input: terms() }, 'promotionId'),
      missing({ ...update, input: terms() }),
    ],
    couponsCreate: [
      ...forbidden(() => coupons),
      invalid('a short code', { ...coupons, codes: { code: 'AB' } }, 'codes', 'code'),
      invalid('a code with a space', { ...coupons, codes: { code: 'A B C' } }, 'codes', 'code'),
      invalid('no codes', { ...coupons, codes: { random: { count: 0 } } }, 'codes', 'random', 'count'),
      invalid('too many', { ...coupons, codes: { random: { count: 100_001 } } }, 'codes', 'random', 'count'),
      invalid(
        'a wrong prefix',
        { ...coupons, codes: { random: { count: 1, prefix: '?' } } },
        'codes',
        'random',
        'prefix',
      ),
      invalid('no uses', { ...coupons, maxUses: 0 }, 'maxUses'),
      missing(coupons),
    ],
  };
}
