import {
  type InvalidInput,
  invalidInput,
  type NotFound,
  notFound,
  type VersionConflict,
  versionConflict,
  userError,
  type UserErrorOf,
} from '@nakku/graphql-kit';
import type { CartChanged } from '../app/changeCart.ts';
import type { TermsRefusal } from '../app/savePromotion.ts';
import type { Cart, StaleVersion } from '../domain/cart.ts';
import { type CouponRefusal, MAX_COUPONS } from '../domain/coupon.ts';
import type { AddRefusal, QuantityRefusal, UnknownLine } from '../domain/lines.ts';

type ProductUnavailable = UserErrorOf<'ProductUnavailableError', 'PRODUCT_UNAVAILABLE'> & {
  readonly productId: string;
};
type CartLimit = UserErrorOf<'CartLimitError', 'CART_LIMIT'> & { readonly limit: number };

type CartMinimum = UserErrorOf<'CartMinimumError', 'CART_MINIMUM'> & { readonly minimum: number };

export const cartNotFound = (): NotFound => notFound(['cartId'], 'cart');

/** What a mutation of one cart responds with; `errorOf` makes the user error of a refusal. */
export function cartPayload<Refusal, UserError>(
  result: CartChanged<Refusal>,
  errorOf: (refusal: Refusal) => UserError,
): { cart: Cart | null; userErrors: (UserError | NotFound)[] } {
  switch (result.kind) {
    case 'done':
      return { cart: result.cart, userErrors: [] };
    case 'not_found':
      return { cart: null, userErrors: [cartNotFound()] };
    case 'refused':
      return { cart: null, userErrors: result.refusals.map(errorOf) };
  }
}

/** For a change that is never refused. */
export const noRefusal = (refusal: never): never => refusal;

export function staleVersionError({ currentVersion }: StaleVersion): VersionConflict {
  return versionConflict(['expectedVersion'], currentVersion);
}

/** A limit of a cart: of its lines, of the pieces of a line, or of how many carts there may be. */
export function cartLimit(path: readonly string[], limit: number, what: string): CartLimit {
  const message = `${what} at most ${limit}.`;
  return { ...userError('CartLimitError', 'CART_LIMIT', path, message), limit };
}

export const lineLimit = (path: readonly string[], limit: number): CartLimit =>
  cartLimit(path, limit, 'A cart has lines:');

/** The user error of pieces that were not added. */
export function addError(refusal: AddRefusal): ProductUnavailable | CartLimit | CartMinimum {
  switch (refusal.kind) {
    case 'unavailable':
      return {
        ...userError(
          'ProductUnavailableError',
          'PRODUCT_UNAVAILABLE',
          ['lines', String(refusal.index), 'productId'],
          'This product is not sold.',
        ),
        productId: refusal.productId,
      };
    case 'quantity_limit':
    case 'quantity_minimum':
      return quantityError(refusal);
    case 'line_limit':
      return lineLimit(['lines'], refusal.limit);
  }
}

/** The user error of too many or too few pieces of a product. */
export function quantityError({ kind, index, limit }: QuantityRefusal): CartLimit | CartMinimum {
  const path = ['lines', String(index), 'quantity'];
  if (kind === 'quantity_limit') return cartLimit(path, limit, 'A line holds pieces of this product:');
  const message = `An order has at least ${limit} pieces of this product.`;
  return { ...userError('CartMinimumError', 'CART_MINIMUM', path, message), minimum: limit };
}

/** The user error of a line that the cart does not have; `field` is the argument that named it. */
export function unknownLineError({ index }: UnknownLine, field: 'lines' | 'lineIds'): NotFound {
  return notFound([field, String(index)], 'line');
}

const couponRefusals = {
  not_valid: ['COUPON_NOT_VALID', 'This coupon does not exist, or it has ended.'],
  not_started: ['COUPON_NOT_STARTED', 'This coupon cannot be used yet.'],
  used_up: ['COUPON_USED_UP', 'This coupon has been used as often as it may be.'],
  too_many: ['COUPON_LIMIT', `A cart holds at most ${MAX_COUPONS} coupons.`],
  too_many_attempts: ['COUPON_ATTEMPTS_EXCEEDED', 'Too many wrong codes were entered. Try again later.'],
} as const;

/** The user error of a coupon that was not put into the cart. */
export function couponError(refusal: CouponRefusal) {
  const [code, message] = couponRefusals[refusal.kind];
  const startsAt = 'startsAt' in refusal ? refusal.startsAt : null;
  return { ...userError('CouponRefusedError', code, ['code'], message), startsAt };
}

/** The user error of terms that make no promotion. */
export function termsError(refused: TermsRefusal): InvalidInput {
  return refused.kind === 'invalid'
    ? invalidInput(['input', refused.field], refused.reason)
    : invalidInput(['input', 'isPaused'], `must be true while ${refused.limit} other promotions run`);
}
