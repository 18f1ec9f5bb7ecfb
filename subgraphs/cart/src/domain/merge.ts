import {
  type Attribute,
  MAX_ATTRIBUTES,
  noCheckoutOptions,
  type CheckoutOptions,
  checkoutOptions,
  checkoutOptionFields,
} from '@nakku/contracts';
import { type Cart, type Line, MAX_QUANTITY, sameAttributes } from './cart.ts';
import { mergeCoupons } from './coupon.ts';
import { type AddDeps, mergeLines } from './lines.ts';
import { cappedWarning, notMergedWarning, type Warning } from './warnings.ts';

export type Merge =
  | {
      readonly kind: 'merged';
      /** What the customer's cart becomes. */
      readonly change: CheckoutOptions & {
        readonly lines: readonly Line[];
        readonly address: Cart['address'];
        readonly storeId: string | null;
        readonly tip: number;
        readonly coupons: readonly string[];
      };
      /** One for everything of the guest's cart that did not fit. */
      readonly warnings: readonly Warning[];
    }
  | { readonly kind: 'refused'; readonly limit: number };

/**
 * Adds a guest's cart to a customer's. What the customer's cart does not say yet (address, tip, wishes) it takes from
 * the guest's; where both say something else the customer's stays and a warning says so. More lines than a cart may hold
 * are refused as a whole: the guest's cart stays as it is.
 */
export function mergeCarts(own: Cart, guest: Cart, deps: Pick<AddDeps, 'newId' | 'maxLines'>): Merge {
  const result = mergeLines(own.lines, guest.lines, deps);
  if (result.kind === 'refused') return result;
  const { lines, cappedLineIds, otherNoteLineIds } = result.merged;
  const names = new Map([...own.lines, ...guest.lines].map((line) => [line.productId, line.product?.name]));
  const nameOf = (lineId: string) => {
    const line = lines.find((one) => one.lineId === lineId);
    return names.get(line?.productId ?? '') ?? 'a product';
  };
  const place = own.address === null ? guest : own;
  const tip = own.tip === 0 ? guest.tip : own.tip;
  const options = mergeCheckoutOptions(own, guest);
  const warnings: Warning[] = [
    ...cappedLineIds.map((lineId) => cappedWarning(lineId, MAX_QUANTITY)),
    ...otherNoteLineIds.map((lineId) =>
      notMergedWarning(`Another note for ${nameOf(lineId)} was left out.`, lineId),
    ),
  ];
  if (place === own && guest.address !== null && !samePlace(own, guest)) {
    warnings.push(notMergedWarning('Another delivery address was left out.'));
  }
  if (guest.tip !== 0 && guest.tip !== tip) warnings.push(notMergedWarning('Another tip was left out.'));
  const { coupons, leftOut: couponsLeftOut } = mergeCoupons(own.coupons, guest.coupons);
  for (const code of couponsLeftOut) warnings.push(notMergedWarning(`The coupon ${code} was left out.`));
  for (const what of leftOut(options, guest)) warnings.push(notMergedWarning(`${what} left out.`));
  return {
    kind: 'merged',
    change: {
      lines,
      address: place.address,
      storeId: place.store?.storeId ?? null,
      tip,
      coupons,
      ...options,
    },
    warnings,
  };
}

/** Wishes that are one value, such as the handover; attributes are merged by key. */
const singleOptions = checkoutOptionFields.filter((field) => field !== 'attributes');

function mergeCheckoutOptions(own: CheckoutOptions, guest: CheckoutOptions): CheckoutOptions {
  const open = singleOptions.filter((field) => own[field] === noCheckoutOptions[field]);
  return checkoutOptions.parse({
    ...own,
    ...Object.fromEntries(open.map((field) => [field, guest[field]])),
    attributes: mergeAttributes(own.attributes, guest.attributes),
  });
}

/** What of the guest's wishes is not in the merged ones, as the beginning of a sentence. */
function leftOut(merged: CheckoutOptions, guest: CheckoutOptions): string[] {
  const lost = singleOptions
    .filter((field) => guest[field] !== noCheckoutOptions[field] && guest[field] !== merged[field])
    .map((field) => `Another ${field.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)} was`);
  const keepsAll = guest.attributes.every((option) =>
    merged.attributes.some((kept) => sameAttributes([kept], [option])),
  );
  return keepsAll ? lost : [...lost, 'Some attributes were'];
}

function mergeAttributes(own: readonly Attribute[], guest: readonly Attribute[]): Attribute[] {
  const added = guest.filter(({ key }) => !own.some((kept) => kept.key === key));
  return [...own, ...added].slice(0, MAX_ATTRIBUTES);
}

function samePlace(own: Cart, guest: Cart): boolean {
  return JSON.stringify(own.address) === JSON.stringify(guest.address);
}
