import type { InsufficientStockError, NotReturnableError, StockChangedError } from '../generated/graphql.ts';

type Typed<Error extends { __typename?: string }> = Error & {
  readonly __typename: NonNullable<Error['__typename']>;
};

/** `available`: what could be taken. */
export function insufficientStock(path: string[], available: number): Typed<InsufficientStockError> {
  return {
    __typename: 'InsufficientStockError',
    message: `The shelf would hold less than is reserved: at most ${available} can be taken.`,
    code: 'INSUFFICIENT_STOCK',
    path,
    available,
  };
}

export function stockChanged(path: string[], onHand: number): Typed<StockChangedError> {
  return {
    __typename: 'StockChangedError',
    message: `The level is ${onHand} by now: count again.`,
    code: 'STOCK_CHANGED',
    path,
    onHand,
  };
}

export function notReturnable(path: string[]): Typed<NotReturnableError> {
  return {
    __typename: 'NotReturnableError',
    message: 'The order was not returned, or was restocked before.',
    code: 'NOT_RETURNABLE',
    path,
  };
}
