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
import type { FairTurns } from './fairTurns.ts';
import type { Planning } from './planning.ts';
import { createSharedPayments } from './sharedPayments.ts';
import type { Payment } from './sharedPayments.ts';
import { steps } from './steps.ts';
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
  /** When a request of a client may go on; undefined: now. */
  readonly pace: (client: Client) => Promise<void> | undefined;
  /** Whether the document of a request was seen and found valid. */
  readonly isKnown: (request: OperationRequest) => boolean;
  /** Identifies the document of a request, with the operation that it names. */
  readonly keyOf: (request: OperationRequest) => string;
  /** In which addresses have new documents examined. */
  readonly turns: FairTurns;
  /** Whether clients are told what operations cost. */
  readonly showCost: boolean;
}

/** A request on its way through the steps, and the client whose budgets pay for it. */
interface Arrived {
  readonly request: OperationRequest;
  readonly context: RequestContext;
  readonly transport: Transport;
  readonly client: Client;
}

interface Resolved extends Arrived {
  readonly resolved: Awaited<ReturnType<ResolvePersisted>>;
  /** Of a document that was never seen; undefined: it is known. */
  readonly payment: Payment | undefined;
}

interface Examined extends Arrived {
  /** Stores a persisted operation that the request registers. */
  readonly register: (client: string) => void;
  readonly registrationCost: number;
  readonly admitted: Admitted;
  readonly payment: Payment | undefined;
}

/**
 * The pipeline of all transports, as an ordered list of steps. A client whose requests are used up is refused before its
 * document is looked at; a document that was never seen is paid for before it is parsed, and its planning when it is
 * planned; what is not admitted counts as a request too. What one client sends goes on at a pace, and addresses take turns
 * at being examined.
 */
export function createRequestPipeline(o: RequestPipelineOptions): RequestPipeline {
  const { maxCost, prices, turns } = o;
  const ofDocument: Charge = { requests: 1, cost: prices.document, documents: 1 };
  const consume = async (client: Client, charge: Charge): Promise<Granted | Refusal> =>
    (await o.demand?.consume(client, charge)) ?? unlimited;

  const payments = createSharedPayments((client) => consume(client, ofDocument));

  /** A refusal counts as a request, unless the document was paid for. */
  async function counted(refused: Refusal, client: Client, payment: Payment | undefined): Promise<Refusal> {
    const granted = payment?.granted ?? (await consume(client, { requests: 1, cost: 0, documents: 0 }));
    return granted.kind === 'refused' ? granted : withBalance(refused, granted);
  }

  const refuseWithoutBudget = (from: Omit<Arrived, 'client'>): Arrived | Refusal => {
    const client = clientOf(from.context);
    return o.demand?.blocked(client) ?? { ...from, client };
  };

  const keepPace = (from: Arrived): Arrived | Promise<Arrived> =>
    o.pace(from.client)?.then(() => from) ?? from;

  const resolvePersisted = async (from: Arrived): Promise<Resolved> => ({
    ...from,
    resolved: await (o.resolve ?? byText)(from.request),
    payment: undefined,
  });

  /** What is known is neither parsed nor validated: it takes no turn, and costs no round of the event loop. */
  const awaitTurn = (from: Resolved): Resolved | Promise<Resolved> =>
    from.payment ? turns.next(networkOf(from.context.clientIp)).then(() => from) : from;

  const admit = async ({ resolved, ...from }: Resolved): Promise<Examined | Refusal> => {
    const { client, payment } = from;
    if (resolved.kind === 'refused') return counted(resolved, client, payment);
    const found = payment?.shared.refused;
    if (found) return counted(found, client, payment);
    const admitted = await o.admit(resolved.request, from.context.caller, from.transport);
    if (admitted.kind === 'refused') {
      if (payment && !o.isKnown(resolved.request)) payment.shared.refused = admitted;
      return counted(admitted, client, payment);
    }
    const { registrationCost, register } = resolved;
    return { ...from, admitted, registrationCost, register };
  };

  /** What was paid for the document is part of what planning costs; fetches add to the estimate. */
  const plan = async (from: Examined): Promise<Examined | Refusal> => {
    const { fetches, planningMs, refused } = await o.planning.prepare(from.admitted, from.client.key);
    const beyond = Math.ceil(planningMs * prices.planningMs) - prices.document;
    if (beyond > 0) o.demand?.correct(from.client, beyond);
    if (refused) return counted(refused, from.client, from.payment);
    const estimatedCost = from.admitted.estimatedCost + fetches * prices.fetch;
    return { ...from, admitted: { ...from.admitted, estimatedCost } };
  };

  /** A document may be known, but not with the rights of this caller. */
  const planPaid = (from: Examined): Promise<Examined | Refusal> => {
    const key = () => `rights ${from.admitted.allowedKey}`;
    if (from.payment || (!payments.isPending(key) && o.planning.isPlanned(from.admitted))) return plan(from);
    return payments.run(key(), from.client, (payment) => plan({ ...from, payment }));
  };

  const { run: examine } = steps(awaitTurn).next(admit).next(planPaid);

  /** From payment to plan in one step: who brings the same document meanwhile does not pay for it again. */
  const examinePaid = (from: Resolved): ReturnType<typeof examine> => {
    const { resolved, client } = from;
    if (resolved.kind === 'refused') return examine(from);
    const key = () => `document ${o.keyOf(resolved.request)}`;
    if (!payments.isPending(key) && o.isKnown(resolved.request)) return examine(from);
    return payments.run(key(), client, (payment) => examine({ ...from, payment }));
  };

  const limitCost = (from: Examined): Examined | Promise<Refusal> => {
    const tooExpensive = beyondMaximum(from.admitted.estimatedCost, maxCost);
    return tooExpensive ? counted(tooExpensive, from.client, from.payment) : from;
  };

  const charge = async (from: Examined): Promise<ReadyOperation | Refusal> => {
    const { admitted, client } = from;
    const paid = from.payment?.granted;
    const cost = admitted.estimatedCost + from.registrationCost;
    const granted = await consume(client, { requests: paid ? 0 : 1, cost, documents: 0 });
    if (granted.kind === 'refused') return granted;
    from.register(client.key);
    // What is left of requests was counted when the document was paid for.
    const balance = granted.balance && {
      ...granted.balance,
      requests: (paid ?? granted).balance?.requests ?? 0,
    };
    const shown = { maxCost, fetchCost: prices.fetch, shown: o.showCost };
    return { kind: 'ready', admitted, charge: chargeFor(admitted, client, balance, o.demand, shown) };
  };

  const { run } = steps(refuseWithoutBudget)
    .next(keepPace)
    .next(resolvePersisted)
    .next(examinePaid)
    .next(limitCost)
    .next(charge);

  return async (request, context, transport) => run({ request, context, transport });
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
