import { demoId, readCatalogue, readSynonyms } from '@nakku/demo';
import { slugOf } from '@nakku/slugs';
import type { Deps } from '../app/deps.ts';
import { importCatalogue } from '../app/importCatalogue.ts';
import { importSynonyms } from '../app/importSynonyms.ts';
import type { ProductDetails } from '../domain/details.ts';
import type { NewCategory } from '../store/categories.ts';

/** Categories on the way to `path`, from the top down. */
function categoriesOf(path: string): NewCategory[] {
  const names = path.split(' > ');
  const ids = names.map((name) => demoId('category', slugOf(name)));
  return names.map((name, level) => ({
    id: ids[level] ?? '',
    slug: slugOf(name),
    name,
    parentId: ids[level - 1] ?? null,
    ancestorIds: ids.slice(0, level + 1),
  }));
}

function storageOf(tags: readonly string[]): ProductDetails['storage'] {
  if (tags.includes('frozen')) return 'FROZEN';
  return tags.includes('chilled') ? 'CHILLED' : 'AMBIENT';
}

/** Puts the demo shop's catalogue into the database, and the synonyms that it is searched with. @returns how many categories and products were added */
export async function seedCatalogue(
  deps: Pick<Deps, 'platform'>,
): Promise<{ categories: number; products: number }> {
  const rows = readCatalogue();
  const all = new Map(rows.flatMap((row) => categoriesOf(row.category)).map((one) => [one.id, one]));
  const categories = [...all.values()].sort(
    (one, other) => one.ancestorIds.length - other.ancestorIds.length,
  );
  const products = rows.map((row) => ({
    id: row.productId,
    sku: row.sku,
    slug: slugOf(row.name),
    name: row.name,
    description: row.description === '' ? null : row.description,
    brand: row.brand,
    size: row.size,
    unit: row.unit,
    price: row.price,
    currency: 'EUR',
    taxRate: row.tax_rate,
    imageUrls: row.image === '' ? [] : [row.image],
    attributes: [],
    categoryId: categoriesOf(row.category).at(-1)?.id ?? '',
    tags: row.tags,
    storage: storageOf(row.tags),
    ageLimit: row.age_limit,
  }));
  await importSynonyms(
    deps,
    readSynonyms().map((terms) => ({ id: demoId('synonyms', terms.join()), terms })),
  );
  return importCatalogue(deps, { categories, products }, new Date());
}
