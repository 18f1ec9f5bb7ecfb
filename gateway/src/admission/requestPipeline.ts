import { networkOf } from '@nakku/identity';
import type { CostCharge } from '../policy/cost/costCharge.ts';
import { chargeFor } from '../policy/cost/costCharge.ts';
import { clientOf } from '../policy/cost/client.ts';
import type { Demand, Granted } from '../policy/cost/demand.ts';
import { balanceHeaders } from '../policy/cost/demand.ts';
import type { ResolvePersisted } from './persisted/persistedOperations.ts';
import type { Admit } from './admit.ts';
import { createFairTurns } from './fairTurns.ts';
import type { Admitted, Transport } from '../request/admitted.ts';
import type { OperationRequest } from '../request/operationRequest.ts';
import { refusal } from '../request/results.ts';
import type { Refusal } from '../request/results.ts';
import type { RequestContext } from '../request/requestContext.ts';

/** An operation that may be executed now, and what it is charged. */
export interface ReadyOperation {
  readonly kind: 'ready';
  readonly admitted: Admitted;
  readonly charge: CostCharge;
}

/** What every request goes through first: which operation it is, whether it is admitted, and whether budgets allow it. */
export type RequestPipeline = (
  request: OperationRequest,
  context: RequestContext,
  transport: Transport,
) => Promise<ReadyOperation | Refusal>;

export interface RequestPipelineOptions {
  /** Undefined: operations come as text only. */
  readonly resolve: ResolvePersisted | undefined;
  readonly admit: Admit;
  /** Undefined: clients have no budgets. */
  readonly demand: Demand | undefined;
  readonly maxCost: number;
  /** Whether clients are told what operations cost. */
  readonly showCost: boolean;
}

/**
 * The pipeline of all transports. A client whose requests are used up is refused before its document is looked at;
 * what is not admitted counts as a request too. Addresses take turns at being examined.
 */
export function createRequestPipeline(o: RequestPipelineOptions): RequestPipeline {
  const turns = createFairTurns();
  return async (request, context, transport) => {
    const client = clientOf(context);
    const blocked = o.demand?.blocked(client);
    if (blocked) return blocked;
    const resolved = await (o.resolve ?? byText)(request);
    await turns.next(networkOf(context.clientIp));
    const admitted =
      resolved.kind === 'refused' ? resolved : await o.admit(resolved.request, context.caller, transport);
    const estimated = admitted.kind === 'admitted' ? admitted.estimatedCost : 0;
    const registration = resolved.kind === 'resolved' ? resolved.registrationCost : 0;
    const granted = (await o.demand?.consume(client, estimated + registration)) ?? unlimited;
    if (granted.kind === 'refused') return granted;
    const { balance } = granted;
    if (admitted.kind === 'refused') {
      return balance
        ? { ...admitted, headers: { ...balanceHeaders(balance), ...admitted.headers } }
        : admitted;
    }
    if (resolved.kind === 'resolved') resolved.register(client.key);
    const charge = chargeFor(admitted, client, balance, o.demand, { maxCost: o.maxCost, shown: o.showCost });
    return { kind: 'ready', admitted, charge };
  };
}

const unlimited: Granted = { kind: 'granted', balance: undefined };

/** Without persisted operations. */
const byText: ResolvePersisted = (request) =>
  Promise.resolve(
    request.query === ''
      ? refusal(400, 'PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported')
      : { kind: 'resolved', request, registrationCost: 0, register: () => undefined },
  );
