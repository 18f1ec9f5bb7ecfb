import type { ProductQuantity } from './lines.ts';

/** One line of a count that cannot be: its index and why. */
export interface ImpossibleLine {
  readonly index: number;
  readonly field: 'productId' | 'quantity';
  readonly message: string;
}

/** Checks what staff counted against what left with the courier. */
export function impossibleLines(
  counted: readonly ProductQuantity[],
  left: readonly ProductQuantity[],
): ImpossibleLine[] {
  const byProduct = new Map(left.map((line) => [line.productId, line.quantity]));
  return counted.flatMap((line, index): ImpossibleLine[] => {
    const restockable = byProduct.get(line.productId) ?? 0;
    if (restockable === 0)
      return [{ index, field: 'productId', message: 'must be a product that left with the order' }];
    if (line.quantity > restockable)
      return [{ index, field: 'quantity', message: `must be at most ${restockable}, what left` }];
    return [];
  });
}
