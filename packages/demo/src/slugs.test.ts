import { readCatalogue } from './catalogue.ts';
import { slugOf } from './slugs.ts';

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

describe('the catalogue', () => {
  const rows = readCatalogue();

  test('has at least 300 products on 169 shelves', () => {
    expect(rows.length).toBeGreaterThanOrEqual(320);
    expect(new Set(rows.map((row) => row.category.split(' > ').at(-1))).size).toBe(169);
  });

  test('has no two products of one sku, slug or id, and no two categories of one slug', () => {
    for (const keys of [
      rows.map((row) => row.sku),
      rows.map((row) => slugOf(row.name)),
      rows.map((row) => row.productId),
    ]) {
      expect(new Set(keys).size).toBe(rows.length);
    }
    const categories = [...new Set(rows.flatMap((row) => row.category.split(' > ')))];
    expect(new Set(categories.map(slugOf)).size).toBe(categories.length);
  });

  test('knows the German tax classes only', () => {
    expect([...new Set(rows.map((row) => row.tax_rate))].sort((a, b) => a - b)).toEqual([700, 1900]);
  });
});
