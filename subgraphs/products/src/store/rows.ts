import { auditChange, type AuditEntry } from '@nakku/service';
import { z } from 'zod';
import { AUDIT_ACTIONS, type AuditAction } from '../domain/audit.ts';
import type { Category } from '../domain/category.ts';
import { ALLERGENS, STORAGES } from '../domain/details.ts';
import type { PriceEntry } from '../domain/prices.ts';
import type { Product } from '../domain/product.ts';
import { UNITS } from '../domain/unit.ts';
import type { Prisma } from '../generated/prisma/client.ts';

const unit = z.enum(UNITS);
const status = z.enum(['ACTIVE', 'ARCHIVED']);
const attributes = z.array(z.object({ name: z.string(), value: z.string() }));
const storePrices = z.array(z.object({ storeId: z.string(), price: z.number() }));
const storage = z.enum(STORAGES);
const allergens = z.array(z.enum(ALLERGENS));
const grams = z.number();
const nutrition = z
  .object({
    energyKilojoules: z.number(),
    fat: grams,
    saturatedFat: grams,
    carbohydrates: grams,
    sugars: grams,
    fiber: grams.nullable(),
    protein: grams,
    salt: grams,
  })
  .nullable();
const action = z.enum(AUDIT_ACTIONS);
const changes = z.array(auditChange);

/** What {@link productOf} reads. */
export const productFields = [
  'id',
  'sku',
  'slug',
  'name',
  'description',
  'brand',
  'size',
  'unit',
  'price',
  'basePrice',
  'storePrices',
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
  'version',
  'createdAt',
  'updatedAt',
  'deletedAt',
] as const satisfies readonly (keyof Prisma.ProductModel)[];

/** What {@link categoryOf} reads. */
export const categoryFields = [
  'id',
  'slug',
  'name',
  'parentId',
  'ancestorIds',
  'status',
  'version',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof Prisma.CategoryModel)[];

export function productOf(row: Prisma.ProductModel): Product {
  const { price, attributes: facts, unit: symbol, status: state, deletedAt: _, ...rest } = row;
  return {
    ...rest,
    unit: unit.parse(symbol),
    price: Number(price),
    basePrice: Number(row.basePrice ?? price),
    storePrices: storePrices.parse(row.storePrices),
    attributes: attributes.parse(facts),
    compareAtPrice: row.compareAtPrice === null ? null : Number(row.compareAtPrice),
    deposit: row.deposit === null ? null : Number(row.deposit),
    nutrition: nutrition.parse(row.nutrition),
    storage: storage.parse(row.storage),
    allergens: allergens.parse(row.allergens),
    status: status.parse(state),
  };
}

export function categoryOf({
  createdAt: _,
  updatedAt: __,
  status: state,
  ...row
}: Prisma.CategoryModel): Category {
  return { ...row, status: status.parse(state) };
}

export function priceEntryOf(row: Prisma.PriceEntryModel): PriceEntry {
  return { ...row, price: Number(row.price) };
}

export function auditEntryOf(row: Prisma.AuditEntryModel): AuditEntry<AuditAction> {
  return { ...row, action: action.parse(row.action), changes: changes.parse(row.changes) };
}
