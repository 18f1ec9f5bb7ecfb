import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { demoId } from './ids.ts';

const row = z.object({
  sku: z.string().min(1),
  name: z.string().min(1),
  brand: z.string().transform((brand) => brand || null),
  description: z.string(),
  size: z.coerce.number().positive(),
  unit: z.enum(['GRAM', 'KILOGRAM', 'MILLILITER', 'LITER', 'PIECE']),
  /** Gross, minor units of EUR. */
  price: z.coerce.number().int().positive(),
  /** Basis points. */
  tax_rate: z.coerce.number().int(),
  /** Names from the top of the tree down, separated by " > ". */
  category: z.string().min(1),
  image: z.string(),
  tags: z.string().transform((tags) => tags.split(';').filter((tag) => tag !== '')),
  /** Years; null: sold to everybody. Only rows with a limit have the column. */
  age_limit: z.coerce.number().int().nullable().default(null),
});

export type CatalogueRow = z.infer<typeof row> & { readonly productId: string };

const seed = path.join(import.meta.dirname, '../../../prisma/products/seed');
const file = path.join(seed, 'catalogue.csv');

/** The products of the demo shop, from prisma/products/seed/catalogue.csv. @throws ZodError on a bad row. */
export function readCatalogue(): CatalogueRow[] {
  const rows: unknown[] = parse(readFileSync(file), {
    columns: true,
    skip_empty_lines: true,
    relax_column_count_less: true,
  });
  return z
    .array(row)
    .parse(rows)
    .map((product) => ({ ...product, productId: demoId('product', product.sku) }));
}

/** Terms that mean the same in the demo shop, English and German, from prisma/products/seed/synonyms.csv. */
export function readSynonyms(): string[][] {
  const rows: unknown[] = parse(readFileSync(path.join(seed, 'synonyms.csv')), {
    relax_column_count: true,
    skip_empty_lines: true,
  });
  return z.array(z.array(z.string().min(1)).min(2)).parse(rows);
}
