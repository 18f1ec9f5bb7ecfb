import type { Transaction } from '@nakku/platform';
import { release } from '../domain/release.ts';
import { countDecision } from '../metrics.ts';
import type { Tx } from '../store/database.ts';
import { changePayment } from './changePayment.ts';
import { clockOf } from './deps.ts';
import type { Deps } from './deps.ts';

/** The order ended without a delivery: whatever is held or was taken goes back. */
export async function releasePayment(
  tx: Transaction<Tx>,
  deps: Deps,
  { orderId }: { readonly orderId: string },
): Promise<void> {
  const decision = await changePayment(tx, deps, { by: 'orderId', value: orderId }, (payment) =>
    release(payment, clockOf(deps)),
  );
  if (decision) countDecision(decision);
}
