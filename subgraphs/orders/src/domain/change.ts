import { acceptsAgeLimit, acceptsCash, deliveryFeeOf } from '@nakku/contracts';
import type { Address, Handover, IfUnavailable } from '@nakku/contracts';
import { distanceMeters } from '@nakku/geo';
import { itemsOf, taxedLines, totalsOf, wantedPieces } from './lines.ts';
import type { Line } from './lines.ts';
import type { WholeOrder } from './order.ts';
import type { AddedLine, ChangePlan } from './pendingChange.ts';
import type { SoldProduct } from './substitution.ts';
import type { OrderTotals, TaxedLine } from './taxes.ts';

/** Pieces that the customer wants in addition. */
export interface AddedPieces {
  readonly productId: string;
  readonly quantity: number;
  /** For the packer. */
  readonly note: string | null;
  readonly ifUnavailable: IfUnavailable;
}

/** What a customer wants to be different about an order; what is undefined stays. */
export interface OrderEdit {
  readonly add: readonly AddedPieces[];
  /** Pieces that lines of the order shall have; 0 removes one. */
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
  readonly address?: Address | undefined;
  /** For the courier; null: none. */
  readonly instructions?: string | null | undefined;
  readonly handover?: Handover | undefined;
}

/** Why an order cannot be changed so; `place` counts from 0 within `lines` or `add` of the edit. */
export type EditRefusal =
  | { readonly kind: 'line_unknown'; readonly place: number }
  | { readonly kind: 'product_unavailable'; readonly place: number | null; readonly productId: string }
  | { readonly kind: 'too_many_pieces' | 'too_many_lines'; readonly max: number }
  | { readonly kind: 'nothing_left' | 'not_served' | 'cash_not_accepted' | 'age_check_at_door' };

export type Planned =
  | { readonly kind: 'planned'; readonly plan: ChangePlan }
  | { readonly kind: 'unchanged' }
  | ({ readonly kind: 'refused' } & { readonly refusal: EditRefusal });

/** The most pieces of a line, as in a cart, and the most lines, beside which substitutes still have room. */
export const MAX_LINE_PIECES = 99;
export const MAX_LINES = 100;

interface EditDeps {
  /** What is sold now of the products that the edit needs more of. */
  readonly products: ReadonlyMap<string, SoldProduct>;
  readonly newId: () => string;
}

/** What the order would be after an edit. What was ordered keeps its price, what is added has today's. */
export function planChange(order: WholeOrder, edit: OrderEdit, deps: EditDeps): Planned {
  const refused = (refusal: EditRefusal): Planned => ({ kind: 'refused', refusal });
  const edited = editedLines(order, edit, deps);
  if ('kind' in edited) return refused(edited);
  const { lines, added } = edited;
  const all = mergedLines(order.lines, { lines, added });
  if (!all.some((line) => wantedPieces(line) > 0)) return refused({ kind: 'nothing_left' });
  if (all.length > MAX_LINES) return refused({ kind: 'too_many_lines', max: MAX_LINES });
  if ([...lines, ...added].some((line) => wantedPieces(line) > MAX_LINE_PIECES)) {
    return refused({ kind: 'too_many_pieces', max: MAX_LINE_PIECES });
  }
  const dropoff = dropoffAfter(order, edit);
  if (dropoff === null) return refused({ kind: 'not_served' });
  const handover = edit.handover ?? order.handover;
  if (order.payment.method === 'CASH' && !acceptsCash(handover))
    return refused({ kind: 'cash_not_accepted' });
  if (order.ageLimit !== null && !acceptsAgeLimit(handover)) return refused({ kind: 'age_check_at_door' });
  const isSame =
    lines.length + added.length === 0 && dropoff === order.dropoff && handover === order.handover;
  if (isSame) return { kind: 'unchanged' };
  return { kind: 'planned', plan: { lines, added, totals: totalsAfter(order, all), dropoff, handover } };
}

/** All lines of an order after a change. */
export function mergedLines(
  before: readonly Line[],
  { lines, added }: Pick<ChangePlan, 'lines' | 'added'>,
): Line[] {
  return [...before.map((line) => lines.find(({ id }) => id === line.id) ?? line), ...added.map(asLine)];
}

/** Whether the order has to hold more pieces of a product than it does. */
export function needsStock(order: WholeOrder, plan: ChangePlan): boolean {
  const held = new Map(itemsOf(order.lines).map(({ productId, quantity }) => [productId, quantity]));
  return itemsOf(mergedLines(order.lines, plan)).some(
    ({ productId, quantity }) => quantity > (held.get(productId) ?? 0),
  );
}

/** Whether more has to be held for the order than it costs now. */
export function needsPayment(order: WholeOrder, { totals }: ChangePlan): boolean {
  return totals.total > order.totals.total;
}

/** The lines of a stored order as they would be taxed after a change. */
export function taxedAfter(
  before: readonly (TaxedLine & { readonly id: string })[],
  { lines, added }: Pick<ChangePlan, 'lines' | 'added'>,
): TaxedLine[] {
  const changed = new Map(lines.map((line) => [line.id, line]));
  return [...before.filter(({ id }) => !changed.has(id)), ...taxedLines([...lines, ...added.map(asLine)])];
}

function asLine({ packaging: _, imageUrl: __, note: ___, ...line }: AddedLine): Line {
  return line;
}

/** The fee follows the goods by the terms of the quote; without them, and if the goods stay, it stays. */
function totalsAfter(order: WholeOrder, lines: readonly Line[]): OrderTotals {
  const { subtotal } = totalsOf(order.totals, lines);
  const { deliveryTerms: terms } = order;
  const deliveryFee =
    terms === null || subtotal === order.totals.subtotal
      ? order.totals.deliveryFee
      : deliveryFeeOf(terms, subtotal);
  return totalsOf({ ...order.totals, deliveryFee }, lines);
}

/** Null: the store does not deliver there, or it is not known how far it delivers. */
function dropoffAfter(
  { dropoff, pickup, deliveryTerms: terms }: WholeOrder,
  edit: OrderEdit,
): Address | null {
  const { address, instructions } = edit;
  if (address === undefined) {
    const isSame = instructions === undefined || instructions === dropoff.instructions;
    return isSame ? dropoff : { ...dropoff, instructions };
  }
  if (terms === null) return null;
  const distance = distanceMeters(pickup.address.location, address.location);
  if (distance > terms.radiusMeters) return null;
  return instructions === undefined ? address : { ...address, instructions };
}

type EditedLines = Pick<ChangePlan, 'lines' | 'added'>;

function editedLines(order: WholeOrder, edit: OrderEdit, deps: EditDeps): EditedLines | EditRefusal {
  const lines = new Map<string, Line>();
  const more: (AddedPieces & { readonly place: number | null })[] = [];
  for (const [place, { lineId, quantity }] of edit.lines.entries()) {
    const line = order.lines.find(({ id }) => id === lineId);
    if (!line || wantedPieces(line) === 0) return { kind: 'line_unknown', place };
    const { productId, ifUnavailable } = line;
    const delta = quantity - wantedPieces(line);
    if (delta < 0) lines.set(line.id, { ...line, removed: line.removed - delta });
    if (delta > 0) more.push({ productId, quantity: delta, note: null, ifUnavailable, place: null });
  }
  more.push(...edit.add.map((pieces, place) => ({ ...pieces, place })));
  const added = new Map<string, AddedLine>();
  for (const { place, ...pieces } of more) {
    const product = deps.products.get(pieces.productId);
    if (product?.currency !== order.totals.currency) {
      return { kind: 'product_unavailable', place, productId: pieces.productId };
    }
    const known = order.lines
      .map((line) => lines.get(line.id) ?? line)
      .find((line) => takesMore(line, product));
    const fresh = added.get(product.productId);
    if (known) lines.set(known.id, withMore(known, pieces.quantity));
    else if (fresh) added.set(product.productId, withMore(fresh, pieces.quantity));
    else added.set(product.productId, addedLine(product, pieces, deps.newId()));
  }
  return { lines: [...lines.values()], added: [...added.values()] };
}

/** Whether further pieces of the product cost the same as those of the line, so that they belong to it. */
function takesMore(line: Line, product: SoldProduct): boolean {
  return (
    line.productId === product.productId &&
    line.unitPrice === product.price &&
    line.taxRate === product.taxRate &&
    line.total === line.quantity * line.unitPrice &&
    wantedPieces(line) > 0
  );
}

function withMore<L extends Line>(line: L, pieces: number): L {
  return { ...line, quantity: line.quantity + pieces, total: line.total + pieces * line.unitPrice };
}

function addedLine(
  product: SoldProduct,
  { quantity, note, ifUnavailable }: AddedPieces,
  id: string,
): AddedLine {
  const { price: unitPrice, currency: _, ...sold } = product;
  return {
    ...sold,
    ...{ id, lineId: id, quantity, unitPrice, total: quantity * unitPrice, note, ifUnavailable },
    ...{ picked: 0, short: 0, substituted: 0, removed: 0 },
  };
}
