import { observe } from '../domain/observe.ts';
import type { ProviderIntent } from '../domain/providerPort.ts';
import { cancelAttempt } from '../domain/release.ts';
import { afterCommit, changePayment } from './changePayment.ts';
import { clockOf } from './deps.ts';
import type { Deps } from './deps.ts';

/** The provider was asked and has `intent` for this attempt: the payment follows if that is news. */
export async function observeIntent(deps: Deps, attemptId: string, intent: ProviderIntent): Promise<void> {
  const decision = await deps.platform.transaction((tx) =>
    changePayment(tx, deps, { by: 'attemptId', value: attemptId }, (payment) =>
      observe(payment, attemptId, intent, clockOf(deps)),
    ),
  );
  afterCommit(deps, decision);
}

/** Nobody wants what this attempt holds: it is to be voided. */
export async function cancelStrayAttempt(deps: Deps, attemptId: string): Promise<void> {
  const decision = await deps.platform.transaction((tx) =>
    changePayment(tx, deps, { by: 'attemptId', value: attemptId }, (payment) => {
      const attempt = payment.attempts.find(({ id }) => id === attemptId);
      return { payment: attempt ? cancelAttempt(payment, attempt, clockOf(deps)) : payment };
    }),
  );
  afterCommit(deps, decision);
}
