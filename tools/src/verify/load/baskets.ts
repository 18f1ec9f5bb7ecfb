import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const rows = z.array(z.array(z.string().trim()).transform((items) => items.filter((item) => item !== '')));

/**
 * Baskets of a CSV file without a header: one basket per line, one bought item (by the name of its category) per
 * cell. Empty cells and empty lines do not count.
 * @throws Error naming the line, when it is no CSV
 */
export function parseBaskets(text: string): string[][] {
  const parsed: unknown = parse(text, { relax_column_count: true, skip_empty_lines: true, bom: true });
  return rows.parse(parsed).filter((basket) => basket.length > 0);
}
