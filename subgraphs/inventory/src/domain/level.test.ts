import { firstLevel, type Level, nextLevel, stockEventOf } from './level.ts';

describe('level', () => {
  test.each<[Level, number, number, Level]>([
    ['IN_STOCK', 21, 20, 'IN_STOCK'],
    ['IN_STOCK', 20, 20, 'LOW'],
    ['IN_STOCK', 0, 20, 'OUT'],
    ['LOW', 21, 20, 'LOW'],
    ['LOW', 25, 20, 'LOW'],
    ['LOW', 26, 20, 'IN_STOCK'],
    ['LOW', 1, 20, 'LOW'],
    ['LOW', 0, 20, 'OUT'],
    ['OUT', 1, 20, 'OUT'],
    ['OUT', 2, 20, 'LOW'],
    ['OUT', 21, 20, 'IN_STOCK'],
    ['OUT', 1, 0, 'IN_STOCK'],
    ['OUT', 0, 0, 'OUT'],
    ['LOW', 1, 0, 'IN_STOCK'],
  ])('from %s with %i pieces and threshold %i it is %s', (announced, available, threshold, level) => {
    expect(nextLevel(announced, available, threshold)).toBe(level);
  });

  test('a new item starts at its exact level', () => {
    expect(firstLevel(1, 5)).toBe('LOW');
    expect(firstLevel(6, 5)).toBe('IN_STOCK');
    expect(firstLevel(0, 5)).toBe('OUT');
  });

  test.each<[Level, Level, string]>([
    ['IN_STOCK', 'IN_STOCK', 'inventory.updated'],
    ['OUT', 'OUT', 'inventory.updated'],
    ['IN_STOCK', 'LOW', 'inventory.low_stock'],
    ['IN_STOCK', 'OUT', 'inventory.out_of_stock'],
    ['LOW', 'OUT', 'inventory.out_of_stock'],
    ['OUT', 'LOW', 'inventory.back_in_stock'],
    ['OUT', 'IN_STOCK', 'inventory.back_in_stock'],
    ['LOW', 'IN_STOCK', 'inventory.updated'],
  ])('%s → %s is told by %s', (before, after, event) => {
    expect(stockEventOf(before, after)).toBe(event);
  });

  test('an item that swings around its threshold is announced once', () => {
    let level: Level = 'IN_STOCK';
    const changes = [20, 21, 20, 21, 20, 25, 19].map((available) => {
      const before = level;
      level = nextLevel(level, available, 20);
      return stockEventOf(before, level);
    });
    expect(changes.filter((event) => event === 'inventory.low_stock')).toHaveLength(1);
  });
});
