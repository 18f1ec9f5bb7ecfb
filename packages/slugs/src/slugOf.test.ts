import { slugOf } from './slugOf.ts';

describe('slugOf', () => {
  test.each([
    ['rolls/buns', 'rolls-buns'],
    ['UHT-milk', 'uht-milk'],
    ['liquor (appetizer)', 'liquor-appetizer'],
    ['artif. sweetener', 'artif-sweetener'],
    ['Grüße aus Köln', 'gruesse-aus-koeln'],
    ['Crème Fraîche', 'creme-fraiche'],
    ['  % ', ''],
    ['x'.repeat(200), 'x'.repeat(120)],
  ])('%s → %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });
});
