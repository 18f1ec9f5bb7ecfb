import {
  idempotencyError,
  invalidInput,
  type InvalidInput,
  versionConflict,
  type VersionConflict,
  userError,
} from '@nakku/graphql-kit';
import type { AdjustmentRefusal, CountRefusal } from '../domain/adjust.ts';
import type { StoreRefusal } from '../domain/store.ts';
import type { InsufficientStockError, NotReturnableError, StockChangedError } from '../generated/graphql.ts';

type Typed<Error extends { __typename?: string }> = Error & {
  readonly __typename: NonNullable<Error['__typename']>;
};

/** `available`: what could be taken. */
export function insufficientStock(path: string[], available: number): Typed<InsufficientStockError> {
  return {
    ...userError(
      'InsufficientStockError',
      'INSUFFICIENT_STOCK',
      path,
      `The shelf would hold less than is reserved: at most ${available} can be taken.`,
    ),
    available,
  };
}

export function stockChanged(path: string[], onHand: number): Typed<StockChangedError> {
  return {
    ...userError(
      'StockChangedError',
      'STOCK_CHANGED',
      path,
      `The level has changed to ${onHand}: count again.`,
    ),
    onHand,
  };
}

export function notReturnable(path: string[]): Typed<NotReturnableError> {
  return userError(
    'NotReturnableError',
    'NOT_RETURNABLE',
    path,
    'The order was not returned, or was restocked before.',
  );
}

/** A level that may not be changed by `delta`. */
export function adjustmentError(refusal: AdjustmentRefusal): Typed<InsufficientStockError> | InvalidInput {
  const path = ['input', 'delta'];
  switch (refusal.kind) {
    case 'insufficient':
      return insufficientStock(path, refusal.available);
    case 'too_much':
      return invalidInput(path, `must not bring the level above ${refusal.max}`);
  }
}

/** A count that may not be booked. */
export function countError(refusal: CountRefusal): Typed<InsufficientStockError> | Typed<StockChangedError> {
  switch (refusal.kind) {
    case 'insufficient':
      return insufficientStock(['input', 'to'], refusal.available);
    case 'changed':
      return stockChanged(['input', 'from'], refusal.onHand);
  }
}

/** A store that may not be changed. */
export function storeError(refusal: StoreRefusal): InvalidInput<'STORE_CLOSED'> | VersionConflict {
  switch (refusal.kind) {
    case 'closed':
      return storeClosedError();
    case 'version_conflict':
      return versionConflict(['input', 'expectedVersion'], refusal.currentVersion);
  }
}

export const storeClosedError = (): InvalidInput<'STORE_CLOSED'> =>
  invalidInput(['storeId'], 'The store is closed for good.', 'STORE_CLOSED');

export const keyError = (kind: 'key_reused' | 'in_flight') =>
  idempotencyError(kind, ['input', 'idempotencyKey']);
