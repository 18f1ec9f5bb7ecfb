import type { Envelope } from '@nakku/contracts';
import type { Delivery } from './delivery.ts';
import type { Skip } from './positions.ts';

/** Events without a handler that follow each other, not yet written down. */
export interface Passing {
  readonly skip: Skip;
  readonly events: readonly { readonly delivery: Delivery; readonly envelope: Envelope }[];
}

/** Whether an event comes right after the passed ones, so that both can be settled by one statement. */
export function follows(
  passing: Passing,
  next: { readonly kind: string; readonly envelope: Envelope | undefined },
): boolean {
  return next.kind !== 'malformed' && next.envelope?.sequence === passing.skip.to + 1;
}

export function extended(passing: Passing | undefined, delivery: Delivery, envelope: Envelope): Passing {
  const { sequence } = envelope;
  return {
    skip: { key: delivery.key, from: passing?.skip.from ?? sequence, to: sequence },
    events: [...(passing?.events ?? []), { delivery, envelope }],
  };
}
