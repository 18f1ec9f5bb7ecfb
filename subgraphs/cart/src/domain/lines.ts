import type { IfUnavailable } from '@nakku/contracts';
import {
  type CatalogueProduct,
  type Line,
  MAX_QUANTITY,
  maxQuantityOf,
  type NotReturned,
  priceIn,
  type PricedLine,
} from './cart.ts';

export interface LineToAdd {
  readonly productId: string;
  readonly quantity: number;
  readonly note: string | null;
  /** Null: as it is, MY_CHOICE for a new line. */
  readonly ifUnavailable: IfUnavailable | null;
}

export interface LineToUpdate {
  readonly lineId: string;
  readonly quantity?: number | undefined;
  /** Undefined: as it is. */
  readonly note?: string | null | undefined;
  readonly ifUnavailable?: IfUnavailable | null | undefined;
}

/** A line that the cart does not have; `index` is its place in the request. */
export interface UnknownLine {
  readonly kind: 'unknown_line';
  readonly index: number;
}

/** A line would have more or fewer pieces than an order may have; `index` is its place in the request. */
export interface QuantityRefusal {
  readonly kind: 'quantity_limit' | 'quantity_minimum';
  readonly index: number;
  readonly limit: number;
}

/** Why a line cannot have so many pieces of a product; null: it can. */
function quantityRefusal(
  quantity: number,
  product: CatalogueProduct | null,
  index: number,
): QuantityRefusal | null {
  const limit = maxQuantityOf(product);
  if (quantity > limit) return { kind: 'quantity_limit', index, limit };
  const minimum = product?.minPerOrder ?? 1;
  return quantity < minimum ? { kind: 'quantity_minimum', index, limit: minimum } : null;
}

/** Why pieces were not added; `index` is their place in the request. */
export type AddRefusal =
  | { readonly kind: 'unavailable'; readonly index: number; readonly productId: string }
  | QuantityRefusal
  | { readonly kind: 'line_limit'; readonly limit: number };

export type LineChange<Refusal> =
  | { readonly kind: 'changed'; readonly lines: readonly Line[] }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

/** What adding needs from outside: the catalogue, new identifiers and the time. */
export interface AddDeps {
  readonly products: ReadonlyMap<string, CatalogueProduct>;
  readonly newId: () => string;
  readonly now: Date;
  readonly maxLines: number;
  /** The store whose prices count; null: none is chosen. */
  readonly storeId?: string | null;
}

function changeOf<Refusal>(lines: Iterable<Line>, refusals: readonly Refusal[]): LineChange<Refusal> {
  return refusals.length > 0 ? { kind: 'refused', refusals } : { kind: 'changed', lines: [...lines] };
}

/** Adds pieces: a product that is there gets more, and keeps note and preference unless new ones are given. */
export function addLines(
  lines: readonly Line[],
  toAdd: readonly LineToAdd[],
  deps: AddDeps,
): LineChange<AddRefusal> {
  const next = new Map(lines.map((line) => [line.productId, line]));
  const refusals: AddRefusal[] = [];
  toAdd.forEach((added, index) => {
    const product = deps.products.get(added.productId);
    const line = next.get(added.productId);
    const quantity = (line?.quantity ?? 0) + added.quantity;
    if (product === undefined || !product.isSold) {
      refusals.push({ kind: 'unavailable', index, productId: added.productId });
      return;
    }
    const refusal = quantityRefusal(quantity, product, index);
    if (refusal !== null) {
      refusals.push(refusal);
    } else {
      next.set(added.productId, {
        lineId: line?.lineId ?? deps.newId(),
        productId: added.productId,
        quantity,
        note: added.note ?? line?.note ?? null,
        ifUnavailable: added.ifUnavailable ?? line?.ifUnavailable ?? 'MY_CHOICE',
        // A line keeps the price it was first added at, so that a change of price stays visible.
        addedPrice: line?.addedPrice ?? priceIn(product, deps.storeId ?? null),
        addedAt: line?.addedAt ?? deps.now,
      });
    }
  });
  if (next.size > deps.maxLines) refusals.push({ kind: 'line_limit', limit: deps.maxLines });
  return changeOf(next.values(), refusals);
}

/** Changes lines; a quantity of 0 removes. One that is not given stays, whatever the limits are now. */
export function updateLines(
  lines: readonly (Line & Partial<Pick<PricedLine, 'product'>>)[],
  updates: readonly LineToUpdate[],
): LineChange<UnknownLine | QuantityRefusal> {
  const next = new Map(lines.map((line) => [line.lineId, line]));
  const refusals: (UnknownLine | QuantityRefusal)[] = [];
  updates.forEach((update, index) => {
    const line = next.get(update.lineId);
    if (line === undefined) {
      refusals.push({ kind: 'unknown_line', index });
    } else if (update.quantity === 0) {
      next.delete(update.lineId);
    } else {
      const { quantity } = update;
      const refusal = quantity === undefined ? null : quantityRefusal(quantity, line.product ?? null, index);
      if (refusal !== null) refusals.push(refusal);
      next.set(update.lineId, {
        ...line,
        quantity: update.quantity ?? line.quantity,
        note: update.note === undefined ? line.note : update.note,
        ifUnavailable: update.ifUnavailable ?? line.ifUnavailable,
      });
    }
  });
  return changeOf(next.values(), refusals);
}

/** Removes lines; one that is not there is refused. */
export function removeLines(lines: readonly Line[], lineIds: readonly string[]): LineChange<UnknownLine> {
  const next = new Map(lines.map((line) => [line.lineId, line]));
  const refusals: UnknownLine[] = [];
  lineIds.forEach((lineId, index) => {
    if (!next.delete(lineId)) refusals.push({ kind: 'unknown_line', index });
  });
  return changeOf(next.values(), refusals);
}

export interface Merged {
  readonly lines: readonly Line[];
  /** Lines whose sum was capped. */
  readonly cappedLineIds: readonly string[];
  /** Lines where both had a note, and the customer's stayed. */
  readonly otherNoteLineIds: readonly string[];
}

/** Adds a guest's lines to a customer's: quantities add up, capped; a note of the customer's stays. */
export function mergeLines(
  into: readonly Line[],
  from: readonly Line[],
  deps: Pick<AddDeps, 'newId' | 'maxLines'>,
):
  | { readonly kind: 'merged'; readonly merged: Merged }
  | { readonly kind: 'refused'; readonly limit: number } {
  const next = new Map(into.map((line) => [line.productId, line]));
  const capped: string[] = [];
  const otherNote: string[] = [];
  for (const guest of from) {
    const own = next.get(guest.productId);
    const wanted = (own?.quantity ?? 0) + guest.quantity;
    const line = own
      ? { ...own, quantity: Math.min(MAX_QUANTITY, wanted), note: own.note ?? guest.note }
      : { ...guest, lineId: deps.newId() };
    if (wanted > MAX_QUANTITY) capped.push(line.lineId);
    if (guest.note !== null && guest.note !== line.note) otherNote.push(line.lineId);
    next.set(guest.productId, line);
  }
  if (next.size > deps.maxLines) return { kind: 'refused', limit: deps.maxLines };
  return {
    kind: 'merged',
    merged: { lines: [...next.values()], cappedLineIds: capped, otherNoteLineIds: otherNote },
  };
}

/** Pieces that leave the cart for an order being placed. */
export interface OrderedLine extends Line {
  readonly quantity: number;
}

/**
 * Takes what was ordered out of the cart: never more than is there, because the cart may have changed since the quote. A
 * line that was removed and added again is another one, and stays: the order may be heard of late.
 */
export function takeOrdered(
  lines: readonly Line[],
  ordered: readonly { readonly lineId: string; readonly quantity: number }[],
): { readonly left: readonly Line[]; readonly taken: readonly OrderedLine[] } {
  const wanted = new Map(ordered.map(({ lineId, quantity }) => [lineId, quantity]));
  const left: Line[] = [];
  const taken: OrderedLine[] = [];
  for (const line of lines) {
    const quantity = Math.min(line.quantity, wanted.get(line.lineId) ?? 0);
    if (quantity > 0) taken.push({ ...line, quantity });
    if (line.quantity > quantity) left.push({ ...line, quantity: line.quantity - quantity });
  }
  return { left, taken };
}

/**
 * Gives taken pieces back after the order was cancelled; lines added meanwhile stay and only grow, up to the cap. What does
 * not fit (beyond `maxLines`, or pieces beyond the cap) is left out.
 */
export function restoreLines(
  lines: readonly Line[],
  taken: readonly OrderedLine[],
  maxLines: number,
): { readonly lines: readonly Line[]; readonly leftOut: readonly OrderedLine[] } {
  const next = new Map(lines.map((line) => [line.productId, line]));
  const leftOut: OrderedLine[] = [];
  for (const back of taken) {
    const line = next.get(back.productId);
    if (line === undefined && next.size >= maxLines) {
      leftOut.push(back);
      continue;
    }
    const wanted = (line?.quantity ?? 0) + back.quantity;
    const quantity = Math.min(MAX_QUANTITY, wanted);
    next.set(back.productId, { ...(line ?? back), quantity });
    if (wanted > quantity) leftOut.push({ ...back, quantity: wanted - quantity });
  }
  const restored = [...next.values()].sort((one, other) => one.addedAt.getTime() - other.addedAt.getTime());
  return { lines: restored, leftOut };
}

/** Adds what a cancelled order could not give back to what others could not: each product once. */
export function addNotReturned(
  known: readonly NotReturned[],
  leftOut: readonly NotReturned[],
): readonly NotReturned[] {
  const next = new Map(known.map(({ productId, quantity }) => [productId, quantity]));
  for (const { productId, quantity } of leftOut) next.set(productId, (next.get(productId) ?? 0) + quantity);
  return [...next].map(([productId, quantity]) => ({ productId, quantity }));
}

/** What is still missing after the customer added products again: whoever adds one, knows of it. */
export function stillNotReturned(
  known: readonly NotReturned[],
  added: readonly { readonly productId: string }[],
): readonly NotReturned[] {
  return known.filter(({ productId }) => !added.some((line) => line.productId === productId));
}
