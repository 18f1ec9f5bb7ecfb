import type { EventType } from '@nakku/contracts';

/** A stock item's level as it was announced last. */
export type Level = 'OUT' | 'LOW' | 'IN_STOCK';

/**
 * The level to announce for `available` pieces after `announced`. Levels are entered at their bounds (0 pieces; the
 * threshold) and left a little above them, so that an item that swings around a bound is not announced with every
 * order: OUT is left with more than one piece, LOW with a quarter of the threshold above it.
 */
export function nextLevel(announced: Level, available: number, threshold: number): Level {
  if (available <= 0) return 'OUT';
  if (announced === 'OUT' && available <= Math.min(1, threshold)) return 'OUT';
  if (available <= threshold) return 'LOW';
  if (announced === 'LOW' && available <= threshold + Math.ceil(threshold / 4)) return 'LOW';
  return 'IN_STOCK';
}

/** The level of a stock item that nobody has heard of yet. */
export function firstLevel(available: number, threshold: number): Level {
  return nextLevel('IN_STOCK', available, threshold);
}

export type StockEvent = Extract<
  EventType,
  `inventory.${'updated' | 'low_stock' | 'out_of_stock' | 'back_in_stock'}`
>;

/** Which event tells of a change: the telling ones only on the edge between two levels. */
export function stockEventOf(before: Level, after: Level): StockEvent {
  if (before === after) return 'inventory.updated';
  if (after === 'OUT') return 'inventory.out_of_stock';
  if (before === 'OUT') return 'inventory.back_in_stock';
  return after === 'LOW' ? 'inventory.low_stock' : 'inventory.updated';
}
