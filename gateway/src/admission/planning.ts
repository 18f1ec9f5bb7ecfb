import type { DocumentNode } from 'graphql';
import type { Admitted } from '../request/admitted.ts';
import { refusal } from '../request/results.ts';
import type { Refusal } from '../request/results.ts';
import { PlanningRefused } from '../supergraph/plannerThread.ts';

/** The plans of admitted operations, made before they are executed. */
export interface Planning {
  /** Whether an operation is planned already. */
  isPlanned(admitted: Admitted): boolean;
  /**
   * Plans an operation beside the event loop, unless it is planned already.
   * @param client in whose turn it is planned
   */
  prepare(admitted: Admitted, client: string): Promise<Prepared>;
}

export interface Prepared {
  /** Why it is not planned; undefined: it is. */
  readonly refused?: Refusal;
  /** Fetches from subgraphs that it makes at most; of a subscription, those of one event. */
  readonly fetches: number;
  /** How long planning took just now, ms. */
  readonly planningMs: number;
}

const nothing: Prepared = { fetches: 0, planningMs: 0 };

/** @param subscribed the document of a subscription as it goes upstream, which is what is planned of it */
export function createPlanning(subscribed: (admitted: Admitted) => DocumentNode): Planning {
  const isSubscription = ({ operation }: Admitted) => operation.operation === 'subscription';
  const keyOf = (admitted: Admitted) =>
    isSubscription(admitted) ? `subscription ${admitted.allowedKey}` : admitted.allowedKey;

  return {
    isPlanned: (admitted) => !admitted.allowed || admitted.snapshot.plans.has(keyOf(admitted)),
    async prepare(admitted, client) {
      const { allowed, operation, snapshot } = admitted;
      if (!allowed) return nothing;
      const document = isSubscription(admitted) ? subscribed(admitted) : allowed;
      const operationName = operation.name?.value;
      try {
        return await snapshot.plans.prepare({ key: keyOf(admitted), document, operationName }, client);
      } catch (error) {
        if (!(error instanceof PlanningRefused)) throw error;
        return { fetches: 0, planningMs: error.ms, refused: refusals[error.reason] };
      }
    },
  };
}

const refusals: Record<PlanningRefused['reason'], Refusal> = {
  timeout: refusal(400, 'PLANNING_TOO_EXPENSIVE', 'The operation takes too long to plan: select less'),
  busy: {
    ...refusal(503, 'PLANNING_BUSY', 'Too many operations wait to be planned', { retryAfterSeconds: 1 }),
    headers: { 'retry-after': '1' },
  },
};
