import { type NotFound, notFound } from '@nakku/graphql-kit';
import { MAX_QUANTITY } from '../domain/cart.ts';
import type { AddRefusal, UnknownLine } from '../domain/lines.ts';

interface ProductUnavailable {
  readonly __typename: 'ProductUnavailableError';
  readonly message: string;
  readonly code: string;
  readonly path: string[];
  readonly productId: string;
}

interface CartLimit {
  readonly __typename: 'CartLimitError';
  readonly message: string;
  readonly code: string;
  readonly path: string[];
  readonly limit: number;
}

/** A limit of a cart: of its lines, of the pieces of a line, or of a customer's carts. */
export function cartLimit(path: readonly string[], limit: number, what: string): CartLimit {
  const message = `${what} at most ${limit}.`;
  return { __typename: 'CartLimitError', message, code: 'CART_LIMIT', path: [...path], limit };
}

/** User errors of pieces that were not added. */
export function addErrors(refusals: readonly AddRefusal[]): (ProductUnavailable | CartLimit)[] {
  return refusals.map((refusal) => {
    switch (refusal.kind) {
      case 'unavailable':
        return {
          __typename: 'ProductUnavailableError',
          message: 'This product is not sold.',
          code: 'PRODUCT_UNAVAILABLE',
          path: ['lines', String(refusal.index), 'productId'],
          productId: refusal.productId,
        };
      case 'quantity_limit':
        return cartLimit(
          ['lines', String(refusal.index), 'quantity'],
          MAX_QUANTITY,
          'A line holds pieces of a product,',
        );
      case 'line_limit':
        return cartLimit(['lines'], refusal.limit, 'A cart has lines,');
    }
  });
}

/** User errors of lines that the cart does not have; `field` is the argument that named them. */
export function unknownLines(refusals: readonly UnknownLine[], field: 'lines' | 'lineIds'): NotFound[] {
  return refusals.map(({ index }) => notFound([field, String(index)], 'line'));
}
