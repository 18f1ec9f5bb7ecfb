import type { Bill } from '../policy/cost/costCharge.ts';
import { billFor } from '../policy/cost/costCharge.ts';
import { clientOf } from '../policy/cost/client.ts';
import type { Demand } from '../policy/cost/demand.ts';
import { balanceHeaders } from '../policy/cost/demand.ts';
import type { ResolvePersisted } from './persisted/persistedOperations.ts';
import type { Admit } from './admit.ts';
import type { Admitted, OperationRequest, Transport } from '../request/admitted.ts';
import type { Refusal } from '../request/results.ts';
import type { Visitor } from '../request/requestContext.ts';

/** An operation that may be executed now, and what it is charged. */
export interface Entered {
  readonly kind: 'entered';
  readonly admitted: Admitted;
  readonly bill: Bill;
}

/** What every transport asks first: which operation it is, whether it is admitted, and whether budgets allow it. */
export type Enter = (
  request: OperationRequest,
  visitor: Visitor,
  transport: Transport,
) => Promise<Entered | Refusal>;

export interface EntranceOptions {
  readonly resolve: ResolvePersisted;
  readonly admit: Admit;
  readonly demand: Demand;
  readonly maxCost: number;
  /** Whether clients are told what operations cost. */
  readonly showCost: boolean;
}

/**
 * The entrance of all transports. A client whose requests are used up is refused before its document is looked at;
 * what is not admitted counts as a request too.
 */
export function createEntrance(o: EntranceOptions): Enter {
  return async (request, visitor, transport) => {
    const client = clientOf(visitor);
    const blocked = o.demand.blocked(client);
    if (blocked) return blocked;
    const resolved = await o.resolve(request);
    const admitted =
      resolved.kind === 'refused' ? resolved : await o.admit(resolved.request, visitor.caller, transport);
    const granted = await o.demand.take(client, admitted.kind === 'admitted' ? admitted.estimatedCost : 0);
    if (granted.kind === 'refused') return granted;
    const { balance } = granted;
    if (admitted.kind === 'refused') {
      return balance
        ? { ...admitted, headers: { ...balanceHeaders(balance), ...admitted.headers } }
        : admitted;
    }
    if (resolved.kind === 'resolved') resolved.register();
    const bill = billFor(admitted, client, balance, o.demand, { maxCost: o.maxCost, shown: o.showCost });
    return { kind: 'entered', admitted, bill };
  };
}
