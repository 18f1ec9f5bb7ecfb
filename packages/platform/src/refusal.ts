/** A key of our own: an outcome that happens to have the same members is no refusal, neither to the compiler. */
const result: unique symbol = Symbol('result');

/** An outcome that must leave no trace: the transaction that ends with it is rolled back, its result stays. */
export class Refusal<R> {
  readonly [result]: R;

  constructor(value: R) {
    this[result] = value;
  }
}

/** For the work of a transaction to return: rolls back, and the caller of the transaction gets `value`. */
export function refuse<R>(value: R): Refusal<R> {
  return new Refusal(value);
}

/** The value that {@link refuse} was called with. */
export function resultOf<R>(refusal: Refusal<R>): R {
  return refusal[result];
}

/** Makes a database client roll back, which it does for exceptions only. */
export class RolledBack extends Error {
  override readonly name = 'RolledBack';
}
