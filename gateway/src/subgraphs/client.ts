import type { GraphQLDataSource } from '@apollo/gateway';
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
import type { SubgraphAnswer } from '../request/apolloTypes.ts';
import type { CircuitState } from './circuitBreaker.ts';
import type { SubgraphRequest } from '../execution/compiled/fetches.ts';
import { isJsonObject } from './json.ts';
import { createSharedEntities, publicMaxAgeMs } from './sharedEntities.ts';
import type { SharedEntities, SharedEntityRules } from './sharedEntities.ts';
import { DeadlineExceeded } from '../request/deadline.ts';
import { unwrapContext } from '../request/executionContext.ts';
import type { ExecutionContext } from '../request/executionContext.ts';
import { post } from './post.ts';
import { createResilientCalls } from './resilience.ts';
import type { ResilienceRules } from './resilience.ts';
import { CircuitOpen, SubgraphFailed } from './subgraphFailure.ts';

export interface SubgraphClientOptions {
  readonly name: string;
  readonly url: string;
  readonly signer: IdentitySigner;
  readonly connections: number;
  readonly maxAnswerBytes: number;
  readonly resilience: ResilienceRules;
  readonly sharedEntities: SharedEntityRules;
  readonly log: Logger;
}

export interface SubgraphClient extends GraphQLDataSource {
  readonly name: string;
  readonly url: string;
  readonly circuit: CircuitState;
  readonly shared: SharedEntities;
  /** One fetch of an operation. A failure is an answer with an error that clients may see. */
  fetch(request: SubgraphRequest, context: ExecutionContext): Promise<SubgraphAnswer>;
  /** Asks in nobody's name, past retries and circuit: for probes. Throws SubgraphFailed. */
  ask(query: string, withinMs: number): Promise<SubgraphAnswer>;
  close(): Promise<void>;
}

const TRACE_HEADER = 'apollo-federation-include-trace';
const anonymous: Caller = { kind: 'anonymous' };
/** A stopping gateway waits this long for answers that are still on their way. */
const closeWithinMs = 1_000;

/** HTTP to one subgraph: pooled connections, signed identity, deadline, retries, circuit breaker, ids and trace. */
export function createSubgraphClient(o: SubgraphClientOptions): SubgraphClient {
  const url = new URL(o.url);
  const path = url.pathname + url.search;
  const pool = new Pool(url.origin, {
    connections: o.connections,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    maxResponseSize: o.maxAnswerBytes,
  });
  const seconds = histogram('subgraph_request_duration_seconds', 'Time of fetches from subgraphs', [
    'subgraph',
    'outcome',
  ]);
  const resilient = createResilientCalls({ subgraph: o.name, rules: o.resilience, log: o.log });

  async function send(body: string, caller: Caller, signal: AbortSignal, headers: Record<string, string>) {
    const started = performance.now();
    const observe = (outcome: string) =>
      seconds.observe({ subgraph: o.name, outcome }, (performance.now() - started) / 1_000);
    try {
      const own = {
        'content-type': 'application/json',
        accept: 'application/json',
        [IDENTITY_HEADER]: await o.signer.sign(caller, o.name),
      };
      const { statusCode, text, cacheControl } = await post(
        pool,
        { path, headers: { ...own, ...headers }, body },
        signal,
      );
      observe(statusCode === 200 ? 'ok' : String(statusCode));
      const maxAgeMs = publicMaxAgeMs(cacheControl);
      const answer = read(o.name, statusCode, text);
      return maxAgeMs > 0 ? { ...answer, maxAgeMs } : answer;
    } catch (error) {
      if (!(error instanceof SubgraphFailed)) observe(signal.aborted ? 'aborted' : 'unreachable');
      throw error;
    }
  }

  async function fetch(
    request: SubgraphRequest,
    context: ExecutionContext,
    trace: Record<string, string> = {},
  ): Promise<SubgraphAnswer> {
    const { query, variables, operationName } = request;
    const body = JSON.stringify({ query, variables, operationName });
    const headers = { ...headersOf(context), ...trace };
    const isQuery = context.admitted.operation.operation !== 'mutation';
    try {
      return await resilient.call((signal) => send(body, context.visitor.caller, signal, headers), {
        isQuery,
        signal: context.signal,
      });
    } catch (error) {
      return unanswered(o, error, context);
    }
  }

  return {
    name: o.name,
    url: o.url,
    shared: createSharedEntities(o.name, o.sharedEntities),
    fetch: (request, context) => fetch(request, context),
    get circuit() {
      return resilient.circuit;
    },
    ask: (query, withinMs) => send(JSON.stringify({ query }), anonymous, AbortSignal.timeout(withinMs), {}),
    async process(options) {
      const context = unwrapContext(options.context ?? {});
      const { query = '', variables = {}, operationName, http } = options.request;
      if (!context)
        return send(JSON.stringify({ query, variables }), anonymous, AbortSignal.timeout(5_000), {});
      if (context.event && context.event.operation === query) return context.event.answer;
      return fetch({ query, variables, operationName }, context, traceWanted(http?.headers));
    },
    async close() {
      const late = setTimeout(() => void pool.destroy(), closeWithinMs);
      await pool.close();
      clearTimeout(late);
    },
  };
}

/** An answer without data, whose error stands where the fetch does: the rest of the operation goes on. */
function unanswered(o: SubgraphClientOptions, error: unknown, context: ExecutionContext): SubgraphAnswer {
  const isLate = context.signal.aborted || error instanceof DeadlineExceeded;
  // What opened the circuit was told; each call that it spares would only repeat it.
  if (!isLate && !(error instanceof CircuitOpen))
    o.log.error({ err: error, subgraph: o.name }, 'subgraph failed');
  const [code, message] = isLate
    ? ['DEADLINE_EXCEEDED', 'This part took too long']
    : ['SUBGRAPH_UNAVAILABLE', 'This part is not available right now'];
  return { data: null, errors: [{ message, path: [], extensions: { code } }] };
}

/** Asks the subgraph for a trace of its fields (ftv1), if this operation is one of those that are traced. */
function traceWanted(headers: { get(name: string): string | null } | undefined): Record<string, string> {
  const trace = headers?.get(TRACE_HEADER);
  return trace === undefined || trace === null ? {} : { [TRACE_HEADER]: trace };
}

function headersOf(context: ExecutionContext): Record<string, string> {
  return {
    ...traceHeaders(),
    [CLIENT_IP_HEADER]: context.visitor.clientIp,
    [REQUEST_ID_HEADER]: context.visitor.requestId,
    [CORRELATION_ID_HEADER]: context.visitor.correlationId,
    [DEADLINE_HEADER]: String(context.deadlineAt),
  };
}

function read(name: string, status: number, text: string): SubgraphAnswer {
  const answer = parseJson(text);
  if (!isAnswer(answer)) throw new SubgraphFailed(status, `${name} answered ${status} without GraphQL`);
  const { data, errors, extensions } = answer;
  if (status !== 200 && data === undefined) {
    throw new SubgraphFailed(status, `${name} answered ${status}: ${errors?.[0]?.message ?? 'no error'}`);
  }
  return { data, errors, ...(isJsonObject(extensions) ? { extensions } : {}) };
}

/** By hand: a schema library would go through every answer of every fetch. */
function isAnswer(value: unknown): value is SubgraphAnswer {
  if (!isJsonObject(value)) return false;
  const { data, errors } = value;
  const isError = (one: unknown): boolean => isJsonObject(one) && typeof one.message === 'string';
  return (
    (data === undefined || data === null || isJsonObject(data)) &&
    (errors === undefined || (Array.isArray(errors) && errors.every(isError)))
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
