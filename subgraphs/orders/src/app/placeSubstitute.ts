import type { Transaction } from '@nakku/platform';
import type { Tx } from '../store/database.ts';
import { insertSubstitute } from '../store/lines.ts';
import { endRow } from '../store/substitutions.ts';
import { lockedSubstitution } from './answerSubstitution.ts';
import { changeOrder } from './changeOrder.ts';
import type { ChangeDeps } from './changeOrder.ts';
import type { Deps } from './deps.ts';

/** Inventory reserved the chosen product, which becomes a line of the order, or it could not: then the pieces are left out. */
export async function placeSubstitute(
  tx: Transaction<Tx>,
  deps: ChangeDeps & Pick<Deps, 'newId'>,
  { substitutionId, isReserved }: { readonly substitutionId: string; readonly isReserved: boolean },
): Promise<void> {
  const found = await lockedSubstitution(tx, substitutionId);
  if (found?.substitution.status !== 'RESERVING') return;
  const { substitution } = found;
  const { id, orderId, orderLineId } = substitution;
  const chosen = substitution.proposals.find(({ productId }) => productId === substitution.chosenProductId);
  if (!chosen) throw new Error(`substitution ${id} is reserved, but nothing was chosen`);
  const newLineId = deps.newId();
  const changed = await changeOrder(tx, deps, { orderId, actorId: null }, () =>
    isReserved
      ? { kind: 'SUBSTITUTE_RESERVED', substitution, chosen, newLineId }
      : { kind: 'SUBSTITUTE_REFUSED', substitution },
  );
  const isChanged = changed.kind === 'changed';
  const line = isChanged ? changed.change.lines?.find((one) => one.id === newLineId) : undefined;
  if (line) await insertSubstitute(tx.db, { orderId, line, product: chosen, substituteFor: orderLineId });
  const outcome = isReserved ? 'SUBSTITUTED' : 'UNAVAILABLE';
  await endRow(tx.db, { id, status: isChanged ? outcome : 'CLOSED' });
}
