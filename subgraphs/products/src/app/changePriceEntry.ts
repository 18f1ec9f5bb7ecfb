import { changesBetween } from '@nakku/service';
import type { AuditAction } from '../domain/audit.ts';
import { MAX_PRICE_ENTRIES, type PriceEntry, priceEntryStatus } from '../domain/prices.ts';
import type { Product } from '../domain/product.ts';
import { insertAuditEntry } from '../store/auditEntries.ts';
import {
  deletePriceEntry as deleteEntry,
  findPriceEntry,
  insertPriceEntry,
  priceEntriesOf,
  savePriceEntry,
} from '../store/priceEntries.ts';
import { lockProduct } from '../store/products.ts';
import { applyPrices } from './applyPrices.ts';
import type { Deps, ProductsTransaction } from './deps.ts';

interface Amount {
  readonly amount: number;
  readonly currency: string;
}

/** Why a price does not become part of the price list. */
export type PriceEntryRefusal =
  | { readonly kind: 'currency_differs'; readonly currency: string }
  | { readonly kind: 'not_above_deposit'; readonly deposit: number }
  | { readonly kind: 'ends_before_it_begins' | 'ended' };

type Changed<Other> =
  | { readonly kind: 'done'; readonly entry: PriceEntry }
  | { readonly kind: 'not_found' }
  | PriceEntryRefusal
  | Other;

export type CreatePriceEntryResult = Changed<{ readonly kind: 'too_many'; readonly limit: number }>;
export type UpdatePriceEntryResult = Changed<{
  readonly kind: 'version_conflict';
  readonly currentVersion: number;
}>;

const FIELDS = [
  'storeId',
  'price',
  'validFrom',
  'validUntil',
] as const satisfies readonly (keyof PriceEntry)[];

async function audit(
  tx: ProductsTransaction,
  deps: Deps,
  act: { readonly actorId: string; readonly action: AuditAction },
  before: PriceEntry | null,
  after: PriceEntry | null,
): Promise<void> {
  const [state] = [after ?? before];
  if (state === null) return;
  const gone = { storeId: null, price: null, validFrom: null, validUntil: null };
  const changes = changesBetween<Partial<Record<(typeof FIELDS)[number], unknown>>>(
    before,
    after ?? gone,
    FIELDS,
  );
  const { actorId, action } = act;
  const at = deps.now();
  await insertAuditEntry(tx.db, {
    id: deps.newId(),
    at,
    action,
    actorId,
    subjectId: state.productId,
    ip: null,
    changes,
  });
}

function refusalOf(
  product: Product,
  entry: PriceEntry,
  currency: string,
  now: Date,
): PriceEntryRefusal | null {
  if (currency !== product.currency) return { kind: 'currency_differs', currency: product.currency };
  if (product.deposit !== null && entry.price <= product.deposit) {
    return { kind: 'not_above_deposit', deposit: product.deposit };
  }
  if (entry.validUntil !== null && entry.validUntil <= entry.validFrom)
    return { kind: 'ends_before_it_begins' };
  return priceEntryStatus(entry, now) === 'ENDED' ? { kind: 'ended' } : null;
}

/** Adds a price to the price list of a product. `validFrom` null: from now on. */
export async function createPriceEntry(
  deps: Deps,
  command: {
    readonly actorId: string;
    readonly productId: string;
    readonly storeId: string | null;
    readonly price: Amount;
    readonly validFrom: Date | null;
    readonly validUntil: Date | null;
  },
): Promise<CreatePriceEntryResult> {
  const { actorId, productId, storeId, price, validUntil } = command;
  return deps.platform.transaction(async (tx) => {
    const product = await lockProduct(tx.db, productId);
    if (product === null) return { kind: 'not_found' };
    const now = deps.now();
    const times = { validFrom: command.validFrom ?? now, validUntil };
    const entry = { id: deps.newId(), productId, storeId, price: price.amount, ...times, version: 1 };
    const refusal = refusalOf(product, entry, price.currency, now);
    if (refusal !== null) return refusal;
    const ahead = (await priceEntriesOf(tx.db, productId)).filter(
      (one) => priceEntryStatus(one, now) !== 'ENDED',
    );
    if (ahead.length >= MAX_PRICE_ENTRIES) return { kind: 'too_many', limit: MAX_PRICE_ENTRIES };
    await insertPriceEntry(tx.db, entry);
    await audit(tx, deps, { actorId, action: 'PRODUCT_PRICE_SCHEDULED' }, null, entry);
    await applyPrices(tx, deps, productId);
    return { kind: 'done', entry };
  });
}

/** Changes an entry that has `expectedVersion`; undefined stays as it is, `validUntil` null removes the end. */
export async function updatePriceEntry(
  deps: Deps,
  command: {
    readonly actorId: string;
    readonly entryId: string;
    readonly expectedVersion: number;
    readonly price: Amount | undefined;
    readonly validFrom: Date | undefined;
    readonly validUntil: Date | null | undefined;
  },
): Promise<UpdatePriceEntryResult> {
  const { actorId, entryId, expectedVersion, price, validFrom, validUntil } = command;
  return deps.platform.transaction(async (tx) => {
    const locked = await lockEntry(tx, entryId);
    if (locked === null) return { kind: 'not_found' };
    const { entry, product } = locked;
    if (entry.version !== expectedVersion) return { kind: 'version_conflict', currentVersion: entry.version };
    const next: PriceEntry = {
      ...entry,
      price: price?.amount ?? entry.price,
      validFrom: validFrom ?? entry.validFrom,
      validUntil: validUntil === undefined ? entry.validUntil : validUntil,
      version: entry.version + 1,
    };
    const refusal = refusalOf(product, next, price?.currency ?? product.currency, deps.now());
    if (refusal !== null) return refusal;
    await savePriceEntry(tx.db, next);
    await audit(tx, deps, { actorId, action: 'PRODUCT_PRICE_RESCHEDULED' }, entry, next);
    await applyPrices(tx, deps, product.id);
    return { kind: 'done', entry: next };
  });
}

/** Takes an entry out of the price list; what it held is over at once. */
export async function deletePriceEntry(
  deps: Deps,
  { actorId, entryId }: { readonly actorId: string; readonly entryId: string },
): Promise<{ readonly kind: 'done'; readonly entry: PriceEntry } | { readonly kind: 'not_found' }> {
  return deps.platform.transaction(async (tx) => {
    const locked = await lockEntry(tx, entryId);
    if (locked === null) return { kind: 'not_found' };
    await deleteEntry(tx.db, entryId);
    await audit(tx, deps, { actorId, action: 'PRODUCT_PRICE_UNSCHEDULED' }, locked.entry, null);
    await applyPrices(tx, deps, locked.product.id);
    return { kind: 'done', entry: locked.entry };
  });
}

/** An entry with its product, whose lock is that of its whole price list. */
async function lockEntry(
  tx: ProductsTransaction,
  entryId: string,
): Promise<{ readonly entry: PriceEntry; readonly product: Product } | null> {
  const found = await findPriceEntry(tx.db, entryId);
  const product = found === null ? null : await lockProduct(tx.db, found.productId);
  // Once more: it may have been changed before the lock.
  const entry = product === null ? null : await findPriceEntry(tx.db, entryId);
  return entry === null || product === null ? null : { entry, product };
}
