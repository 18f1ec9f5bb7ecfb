import { networkOf } from '@nakku/identity';
import type { CostCharge } from '../policy/cost/costCharge.ts';
import { chargeFor } from '../policy/cost/costCharge.ts';
import { clientOf } from '../policy/cost/client.ts';
import type { Charge, Demand, Granted } from '../policy/cost/demand.ts';
import { balanceHeaders } from '../policy/cost/balance.ts';
import type { Client } from '../policy/cost/client.ts';
import type { ResolvePersisted } from './persisted/persistedOperations.ts';
import { beyondMaximum } from './admit.ts';
import type { Admit } from './admit.ts';
import { createFairTurns } from './fairTurns.ts';
import type { Planning, Prepared } from './planning.ts';
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

/** What costs beside the objects of a response. */
export interface Prices {
  /** Of one fetch from a subgraph. */
  readonly fetch: number;
  /** Of a document that was never seen, at least. */
  readonly document: number;
  /** Of a millisecond of planning. */
  readonly planningMs: number;
}

export interface RequestPipelineOptions {
  /** Undefined: operations come as text only. */
  readonly resolve: ResolvePersisted | undefined;
  readonly admit: Admit;
  /** Undefined: clients have no budgets. */
  readonly demand: Demand | undefined;
  /** What one operation may cost; Infinity: any. */
  readonly maxCost: number;
  readonly prices: Prices;
  readonly planning: Planning;
  /** Whether the document of a request was seen and found valid. */
  readonly isKnown: (request: OperationRequest) => boolean;
  /** Whether clients are told what operations cost. */
  readonly showCost: boolean;
}

/**
 * The pipeline of all transports. A client whose requests are used up is refused before its document is looked at; a
 * document that was never seen is paid for before it is parsed, and its planning when it is planned; what is not
 * admitted counts as a request too. Addresses take turns at being examined.
 */
export function createRequestPipeline(o: RequestPipelineOptions): RequestPipeline {
  const turns = createFairTurns();
  const consume = async (client: Client, charge: Charge) =>
    (await o.demand?.consume(client, charge)) ?? unlimited;

  /** The plan of an operation. What was paid for its document is part of what planning costs. */
  async function prepared(admitted: Admitted, client: Client): Promise<Prepared> {
    const plan = await o.planning.prepare(admitted, client.key);
    const beyond = Math.ceil(plan.planningMs * o.prices.planningMs) - o.prices.document;
    if (beyond > 0) o.demand?.correct(client, beyond);
    return plan;
  }

  return async (request, context, transport) => {
    const client = clientOf(context);
    const blocked = o.demand?.blocked(client);
    if (blocked) return blocked;
    const resolved = await (o.resolve ?? byText)(request);
    const ofDocument = { requests: 1, cost: o.prices.document, documents: 1 };
    let paid: Granted | undefined;
    if (resolved.kind === 'resolved' && !o.isKnown(resolved.request)) {
      const granted = await consume(client, ofDocument);
      if (granted.kind === 'refused') return granted;
      paid = granted;
    }
    // What is known is neither parsed nor validated.
    if (paid) await turns.next(networkOf(context.clientIp));
    const admitted =
      resolved.kind === 'refused' ? resolved : await o.admit(resolved.request, context.caller, transport);
    if (admitted.kind === 'refused') {
      const granted = paid ?? (await consume(client, { requests: 1, cost: 0, documents: 0 }));
      return granted.kind === 'refused' ? granted : withBalance(admitted, granted);
    }
    if (!paid && !o.planning.isPlanned(admitted)) {
      // Known, but not with the rights of this caller.
      const granted = await consume(client, ofDocument);
      if (granted.kind === 'refused') return granted;
      paid = granted;
    }
    const plan = await prepared(admitted, client);
    if (plan.refused) {
      const granted = paid ?? (await consume(client, { requests: 1, cost: 0, documents: 0 }));
      return granted.kind === 'refused' ? granted : withBalance(plan.refused, granted);
    }
    const estimatedCost = admitted.estimatedCost + plan.fetches * o.prices.fetch;
    const tooExpensive = beyondMaximum(estimatedCost, o.maxCost);
    if (tooExpensive && paid) return withBalance(tooExpensive, paid);
    const registration = resolved.kind === 'resolved' ? resolved.registrationCost : 0;
    const requests = paid ? 0 : 1;
    const cost = tooExpensive ? 0 : estimatedCost + registration;
    const granted = await consume(client, { requests, cost, documents: 0 });
    if (granted.kind === 'refused') return granted;
    if (tooExpensive) return withBalance(tooExpensive, granted);
    if (resolved.kind === 'resolved') resolved.register(client.key);
    const priced = { ...admitted, estimatedCost };
    // What is left of requests was counted when the document was paid for.
    const balance = granted.balance && {
      ...granted.balance,
      requests: (paid ?? granted).balance?.requests ?? 0,
    };
    const charge = chargeFor(priced, client, balance, o.demand, {
      maxCost: o.maxCost,
      fetchCost: o.prices.fetch,
      shown: o.showCost,
    });
    return { kind: 'ready', admitted: priced, charge };
  };
}

const withBalance = (refused: Refusal, { balance }: Granted): Refusal =>
  balance ? { ...refused, headers: { ...balanceHeaders(balance), ...refused.headers } } : refused;

const unlimited: Granted = { kind: 'granted', balance: undefined };

/** Without persisted operations. */
const byText: ResolvePersisted = (request) =>
  Promise.resolve(
    request.query === ''
      ? refusal(400, 'PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported')
      : { kind: 'resolved', request, registrationCost: 0, register: () => undefined },
  );
