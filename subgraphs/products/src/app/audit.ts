import { type AuditChange, changesBetween } from '@nakku/service';
import type { AuditAction } from '../domain/audit.ts';
import type { Category } from '../domain/category.ts';
import type { Product } from '../domain/product.ts';
import { insertAuditEntry } from '../store/auditEntries.ts';
import type { Deps, ProductsTransaction } from './deps.ts';

const PRODUCT_FIELDS = [
  'sku',
  'slug',
  'name',
  'description',
  'brand',
  'size',
  'unit',
  'price',
  'currency',
  'taxRate',
  'imageUrls',
  'attributes',
  'categoryId',
  'tags',
  'compareAtPrice',
  'deposit',
  'ingredients',
  'nutrition',
  'origin',
  'storage',
  'allergens',
  'minPerOrder',
  'maxPerOrder',
  'ageLimit',
  'status',
] as const satisfies readonly (keyof Product)[];
const CATEGORY_FIELDS = ['slug', 'name', 'parentId', 'status'] as const satisfies readonly (keyof Category)[];

interface Act {
  readonly actorId: string;
  readonly action: AuditAction;
}

async function record(
  tx: ProductsTransaction,
  deps: Deps,
  { actorId, action }: Act,
  subjectId: string,
  changes: readonly AuditChange[],
): Promise<void> {
  const entry = { id: deps.newId(), at: deps.now(), action, actorId, subjectId, ip: null, changes };
  await insertAuditEntry(tx.db, entry);
}

/** Writes down what an administrator did to a product, in the transaction of the act. */
export async function auditProduct(
  tx: ProductsTransaction,
  deps: Deps,
  act: Act,
  before: Product | null,
  after: Product,
): Promise<void> {
  // What an administrator changes is the base price; the price list is audited by itself.
  const given = (product: Product): Product => ({ ...product, price: product.basePrice });
  const changes = changesBetween(before && given(before), given(after), PRODUCT_FIELDS);
  await record(tx, deps, act, after.id, changes);
}

/** The same of a category. */
export async function auditCategory(
  tx: ProductsTransaction,
  deps: Deps,
  act: Act,
  before: Category | null,
  after: Category,
): Promise<void> {
  await record(tx, deps, act, after.id, changesBetween(before, after, CATEGORY_FIELDS));
}
