import type { Transaction } from '@nakku/platform';
import type { Tx } from '../store/database.ts';
import { decideSubstitution, lockedSubstitution } from './answerSubstitution.ts';
import type { ChangeDeps } from './changeOrder.ts';

/** The customer did not answer in time: the line's preference decides, the best proposal or none. */
export async function expireSubstitution(
  tx: Transaction<Tx>,
  deps: ChangeDeps,
  substitutionId: string,
): Promise<void> {
  const found = await lockedSubstitution(tx, substitutionId);
  if (found?.substitution.status !== 'OPEN') return;
  const { substitution } = found;
  const [best = null] = substitution.proposals;
  const chosen = substitution.onTimeout === 'SUBSTITUTE' ? best : null;
  await decideSubstitution(tx, deps, { substitution, chosen, by: 'TIMEOUT', actorId: null });
}
