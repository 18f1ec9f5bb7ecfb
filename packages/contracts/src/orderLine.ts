import { z } from 'zod';
import { ageLimit, amount, id, quantity, taxRate } from './values.ts';

/**
 * What happens to pieces of a line that the store does not have: they are left out and not paid, replaced by the most
 * similar product, replaced if the customer chooses so, or the whole order is cancelled.
 */
export const ifUnavailable = z.enum(['REFUND', 'BEST_MATCH', 'MY_CHOICE', 'ALL_OR_NOTHING']);

/** One line as it was priced in the quote: a snapshot that later catalogue changes do not touch. */
export const orderLine = z.object({
  /** The cart's line: this one, and no other of the product, leaves the cart. */
  lineId: id,
  productId: id,
  sku: z.string(),
  name: z.string(),
  packaging: z.string(),
  imageUrl: z.string().nullable(),
  quantity,
  unitPrice: amount,
  taxRate,
  /** quantity × unitPrice − discount. */
  total: amount,
  discount: amount,
  /** Tax contained in `total`. */
  tax: amount,
  note: z.string().nullable(),
  /** Superseded by `ifUnavailable`, which says more; kept for readers that know nothing else. */
  substitution: z.enum(['ALLOW', 'DENY', 'ASK']),
  /** Quotes and events from before it existed have none: see {@link ifUnavailableOf}. */
  ifUnavailable: ifUnavailable.optional(),
  /** The customer confirmed the age at checkout. Quotes and events from before it existed have none. */
  ageLimit: ageLimit.optional(),
});

/** What the customer wants for a line of which the store has too little. */
export function ifUnavailableOf(line: Pick<OrderLine, 'substitution' | 'ifUnavailable'>): IfUnavailable {
  return line.ifUnavailable ?? fromSubstitution(line.substitution);
}

function fromSubstitution(preference: OrderLine['substitution']): IfUnavailable {
  switch (preference) {
    case 'ALLOW':
      return 'BEST_MATCH';
    case 'ASK':
      return 'MY_CHOICE';
    case 'DENY':
      return 'REFUND';
  }
}

/** The same in the superseded terms, which do not know ALL_OR_NOTHING. */
export function substitutionOf(preference: IfUnavailable): OrderLine['substitution'] {
  switch (preference) {
    case 'BEST_MATCH':
      return 'ALLOW';
    case 'MY_CHOICE':
      return 'ASK';
    default:
      return 'DENY';
  }
}

/** The highest age limit of lines, in years; null: none has one. */
export function ageLimitOf(
  lines: readonly { readonly ageLimit?: number | null | undefined }[],
): number | null {
  const limits = lines.flatMap(({ ageLimit: limit }) => limit ?? []);
  return limits.length === 0 ? null : Math.max(...limits);
}

export type OrderLine = z.infer<typeof orderLine>;
export type IfUnavailable = z.infer<typeof ifUnavailable>;
