import { openLine } from '../domain/picking.ts';
import type { PieceRefusal } from '../domain/picking.ts';
import { defaultOf, proposalsFor } from '../domain/substitution.ts';
import { soldAmong } from '../store/catalogue.ts';
import { insertSubstitution, pendingPieces } from '../store/substitutions.ts';
import type { StoredSubstitution } from '../store/substitutions.ts';
import { actAsPacker } from './actAsPacker.ts';
import type { ActAsPackerResult, PackerCommand } from './actAsPacker.ts';
import type { Deps } from './deps.ts';

export interface ProposeSubstitution extends PackerCommand {
  readonly lineId: string;
  readonly quantity: number;
  /** The best first. */
  readonly productIds: readonly string[];
}

export type ProposeRefusal =
  | PieceRefusal
  /** The customer wants no other product for this line. */
  | { readonly kind: 'not_wanted' }
  /** `product` is its place in the request, from 0: it is not sold, or is the product of the line. */
  | { readonly kind: 'not_sold'; readonly product: number };

export type ProposeSubstitutionResult = ActAsPackerResult<ProposeRefusal>;

/** Asks the customer which product comes instead of pieces that are not on the shelf; the question has a deadline. */
export function proposeSubstitution(
  deps: Deps,
  command: ProposeSubstitution,
): Promise<ProposeSubstitutionResult> {
  const { orderId, actorId: by, lineId, quantity, productIds } = command;
  const request = { mutation: 'orderSubstitutionPropose', variables: { lineId, quantity, productIds } };
  return actAsPacker<ProposeRefusal>(deps, command, request, async (order, tx) => {
    const pending = await pendingPieces(tx.db, orderId);
    const open = openLine(order.lines, command, { place: 0, taken: pending.get(lineId) ?? 0 });
    if (open.kind !== 'found') return { refused: open };
    const onTimeout = defaultOf(open.line);
    if (onTimeout === null) return { refused: { kind: 'not_wanted' } };
    const sold = await soldAmong(tx.db, productIds, order);
    const product = productIds.findIndex(
      (id) => id === open.line.productId || !sold.some(({ productId }) => productId === id),
    );
    if (product >= 0) return { refused: { kind: 'not_sold', product } };
    const proposedAt = deps.now();
    const afterMs = deps.times.substitutionAnswerMs;
    const substitution: StoredSubstitution = {
      ...{ id: deps.newId(), orderId, orderLineId: lineId, quantity, onTimeout },
      status: 'OPEN',
      proposals: proposalsFor(open.line, quantity, sold),
      expiresAt: new Date(proposedAt.getTime() + afterMs),
      ...{ proposedBy: by, proposedAt, answeredAt: null, chosenProductId: null },
    };
    await insertSubstitution(tx.db, substitution);
    tx.schedule({ kind: 'order.substitution', key: substitution.id, afterMs, data: { orderId } });
    return { fact: { kind: 'SUBSTITUTION_PROPOSED', by, substitution } };
  });
}
