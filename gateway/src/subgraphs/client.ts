import {
  CLIENT_IP_HEADER,
  CORRELATION_ID_HEADER,
  DEADLINE_HEADER,
  IDENTITY_HEADER,
  REQUEST_ID_HEADER,
} from '@nakku/identity';
import type { Caller, IdentitySigner } from '@nakku/identity';
import { histogram, traceHeaders } from '@nakku/telemetry';
import type { Logger } from '@nakku/telemetry';
import { Pool } from 'undici';
import type { CircuitState } from './circuitBreaker.ts';
import { isJsonObject } from './json.ts';
import { createSharedReads } from './sharedReads.ts';
import { createSharedEntities, publicMaxAgeMs } from './sharedEntities.ts';
import type { SharedEntities, SharedEntityRules } from './sharedEntities.ts';
import { DeadlineExceeded } from '../request/deadline.ts';
import type { Cancellable } from '../request/deadline.ts';
import { countFetch } from '../request/fetchCount.ts';
import type { ExecutionContext } from '../request/executionContext.ts';
import { post } from './post.ts';
import { createResilientCalls } from './resilience.ts';
import type { ResilienceRules } from './resilience.ts';
import { asBadInput, atRootFields, errorsIn } from './subgraphErrors.ts';
import { CircuitOpen, isTooLarge, SubgraphFailed } from './subgraphFailure.ts';
import { bodyOf } from './subgraphRequest.ts';
import type { SubgraphRequest, SubgraphResponse } from './subgraphRequest.ts';

export interface SubgraphClientOptions {
  readonly name: string;
  readonly url: string;
  readonly signer: IdentitySigner;
  readonly connections: number;
  readonly maxResponseBytes: number;
  readonly resilience: ResilienceRules;
  readonly sharedEntities: SharedEntityRules;
  readonly log: Logger;
}

export interface SubgraphClient {
  readonly name: string;
  readonly url: string;
  readonly circuit: CircuitState;
  readonly shared: SharedEntities;
  /**
   * One fetch of an operation. A failure is a response with an error that clients may see.
   * @param headers beside those of every request
   */
  fetch(
    request: SubgraphRequest,
    context: ExecutionContext,
    headers?: Readonly<Record<string, string>>,
  ): Promise<SubgraphResponse>;
  /** Sends a query as an anonymous caller, past retries and circuit: for probes. Throws SubgraphFailed. */
  query(query: string, timeoutMs: number): Promise<SubgraphResponse>;
  close(): Promise<void>;
}

const anonymous: Caller = { kind: 'anonymous' };
/** A stopping gateway waits this long for responses that are still on their way. */
const closeTimeoutMs = 1_000;

/** HTTP to one subgraph: pooled connections, signed identity, deadline, retries, circuit breaker, ids and trace. */
export function createSubgraphClient(o: SubgraphClientOptions): SubgraphClient {
  const url = new URL(o.url);
  const path = url.pathname + url.search;
  const pool = new Pool(url.origin, {
    connections: o.connections,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    maxResponseSize: o.maxResponseBytes,
  });
  const seconds = histogram(
    'subgraph_request_duration_seconds',
    'Time of fetches from subgraphs',
    ['subgraph', 'outcome'],
    undefined,
    [{ subgraph: o.name, outcome: 'ok' }],
  );
  const reads = createSharedReads();
  const resilient = createResilientCalls({ subgraph: o.name, rules: o.resilience, log: o.log });

  async function send(
    request: SubgraphRequest,
    caller: Caller,
    signal: Cancellable,
    headers: readonly string[],
  ) {
    const { query } = request;
    const body = bodyOf(request);
    const started = performance.now();
    const observe = (outcome: string) =>
      seconds.observe({ subgraph: o.name, outcome }, (performance.now() - started) / 1_000);
    try {
      const identity = await o.signer.sign(caller, o.name);
      const { statusCode, text, cacheControl } = await post(
        pool,
        { path, headers: [...contentHeaders, IDENTITY_HEADER, identity, ...headers], body },
        signal,
      );
      observe(statusCode === 200 ? 'ok' : String(statusCode));
      const maxAgeMs = publicMaxAgeMs(cacheControl);
      const response = read(o.name, statusCode, text, query);
      return maxAgeMs > 0 ? { ...response, maxAgeMs } : response;
    } catch (error) {
      if (!(error instanceof SubgraphFailed)) observe(signal.aborted ? 'aborted' : 'unreachable');
      throw error;
    }
  }

  async function fetchAlone(
    request: SubgraphRequest,
    context: ExecutionContext,
    more: Readonly<Record<string, string>> = {},
  ): Promise<SubgraphResponse> {
    const headers = [...headersOf(context), ...Object.entries(more).flat()];
    const isQuery = context.admitted.operation.operation !== 'mutation';
    try {
      const attempt = (signal: Cancellable) => {
        countFetch(context.admitted);
        return send(request, context.requestContext.caller, signal, headers);
      };
      return await resilient.call(attempt, { isQuery, signal: context.signal });
    } catch (error) {
      return failed(o, error, request, context);
    }
  }

  return {
    name: o.name,
    url: o.url,
    shared: createSharedEntities(o.name, o.sharedEntities),
    fetch: (request, context, more) =>
      // A trace of its own is asked for with `more`.
      more && Object.keys(more).length > 0
        ? fetchAlone(request, context, more)
        : reads.fetch(request, context, () => fetchAlone(request, context)),
    get circuit() {
      return resilient.circuit;
    },
    query: (query, timeoutMs) =>
      send({ query, variables: {}, operationName: undefined }, anonymous, AbortSignal.timeout(timeoutMs), []),
    async close() {
      const late = setTimeout(() => void pool.destroy(), closeTimeoutMs);
      await pool.close();
      clearTimeout(late);
    },
  };
}

/** A response without data, whose errors stand where the fetch does: the rest of the operation goes on. */
function failed(
  o: SubgraphClientOptions,
  error: unknown,
  request: SubgraphRequest,
  context: ExecutionContext,
): SubgraphResponse {
  const isLate = context.signal.aborted || error instanceof DeadlineExceeded;
  // What opened the circuit was logged; each call that it spares would only repeat it.
  if (!isLate && !(error instanceof CircuitOpen))
    o.log.error({ err: error, subgraph: o.name }, 'subgraph failed');
  const shown = (code: string, message: string) => ({
    data: null,
    errors: atRootFields([{ message, extensions: { code } }], request.query),
  });
  if (isLate) return shown('DEADLINE_EXCEEDED', 'This part took too long');
  if (isTooLarge(error)) return shown('RESPONSE_TOO_LARGE', 'This part is too large: select less');
  return shown('SUBGRAPH_UNAVAILABLE', 'This part is not available right now');
}

const contentHeaders = ['content-type', 'application/json', 'accept', 'application/json'] as const;

/** What all fetches of an operation have in common. */
function headersOf(context: ExecutionContext): readonly string[] {
  const { clientIp, requestId, correlationId } = context.requestContext;
  return (context.fetchHeaders ??= [
    ...Object.entries(traceHeaders()).flat(),
    CLIENT_IP_HEADER,
    clientIp,
    REQUEST_ID_HEADER,
    requestId,
    CORRELATION_ID_HEADER,
    correlationId,
    DEADLINE_HEADER,
    String(context.deadlineAt),
  ]);
}

/** Characters of a subgraph's message in our log. */
const maxLoggedMessage = 500;

/** Statuses of a request that the subgraph refuses for what is in it, with errors that are for the client. */
const refusalStatuses = new Set([400, 409, 413, 422]);

function read(name: string, status: number, text: string, query: string): SubgraphResponse {
  const response = parseJson(text);
  const { data, errors: given, extensions } = isJsonObject(response) ? response : {};
  const errors = errorsIn(given);
  const hasData = isJsonObject(data);
  if (!hasData && errors.length === 0) {
    throw new SubgraphFailed(status, `${name} responded ${status} without data or errors`);
  }
  // A refusal has errors with codes; a proxy between, or a subgraph that is not one, gives none.
  const isRefusal = refusalStatuses.has(status) && errors.every((one) => one.extensions?.code !== undefined);
  if (status !== 200 && !hasData && !isRefusal) {
    throw new SubgraphFailed(
      status,
      `${name} responded ${status}: ${errors[0]?.message.slice(0, maxLoggedMessage) ?? 'no error'}`,
    );
  }
  const placed = hasData
    ? errors
    : atRootFields(
        errors.map((one) => asBadInput(one, query)),
        query,
      );
  return {
    data: hasData ? data : null,
    ...(placed.length > 0 ? { errors: placed } : {}),
    ...(isJsonObject(extensions) ? { extensions } : {}),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
