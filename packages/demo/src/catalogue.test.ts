import { slugOf } from '@nakku/slugs';
import { readCatalogue } from './catalogue.ts';

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
