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
import { z } from 'zod';
import type { SubgraphAnswer } from './apolloTypes.ts';
import { unwrapContext } from './executionContext.ts';
import type { ExecutionContext } from './executionContext.ts';

const answerSchema = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
});

/** A subgraph did not answer, or not in GraphQL. */
export class SubgraphFailed extends Error {
  override readonly name = 'SubgraphFailed';
}

export interface SubgraphClientOptions {
  readonly name: string;
  readonly url: string;
  readonly signer: IdentitySigner;
  readonly connections: number;
  readonly maxAnswerBytes: number;
  readonly log: Logger;
}

export interface SubgraphClient extends GraphQLDataSource {
  readonly name: string;
  readonly url: string;
  /** Asks in nobody's name: for probes. Throws SubgraphFailed. */
  ask(query: string, withinMs: number): Promise<SubgraphAnswer>;
  close(): Promise<void>;
}

const anonymous: Caller = { kind: 'anonymous' };
/** A connection that a restarted subgraph had closed is found out by the first request on it. */
const retryAfterMs = 50;
/** A stopping gateway waits this long for answers that are still on their way. */
const closeWithinMs = 1_000;

/** HTTP to one subgraph: pooled connections, signed identity, deadline, ids and trace. */
export function createSubgraphClient(o: SubgraphClientOptions): SubgraphClient {
  const url = new URL(o.url);
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

  async function send(body: string, caller: Caller, signal: AbortSignal, headers: Record<string, string>) {
    const started = performance.now();
    const observe = (outcome: string) =>
      seconds.observe({ subgraph: o.name, outcome }, (performance.now() - started) / 1_000);
    try {
      const { statusCode, body: answer } = await pool.request({
        path: url.pathname + url.search,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          [IDENTITY_HEADER]: await o.signer.sign(caller, o.name),
          ...headers,
        },
        body,
        signal,
      });
      const text = await answer.text();
      observe(statusCode === 200 ? 'ok' : String(statusCode));
      return read(o.name, statusCode, text);
    } catch (error) {
      if (!(error instanceof SubgraphFailed)) observe(signal.aborted ? 'aborted' : 'unreachable');
      throw error;
    }
  }

  return {
    name: o.name,
    url: o.url,
    ask: (query, withinMs) => send(JSON.stringify({ query }), anonymous, AbortSignal.timeout(withinMs), {}),
    async process(options) {
      const context = unwrapContext(options.context ?? {});
      const { query, variables, operationName } = options.request;
      if (!context)
        return send(JSON.stringify({ query, variables }), anonymous, AbortSignal.timeout(5_000), {});
      if (context.event && context.event.operation === query) return context.event.answer;
      const body = JSON.stringify({ query, variables, operationName });
      const attempt = () => send(body, context.visitor.caller, context.signal, headersOf(context));
      try {
        return await repeatedOnce(attempt, context);
      } catch (error) {
        if (context.signal.aborted) return unanswered('DEADLINE_EXCEEDED', 'This part took too long');
        o.log.error({ err: error, subgraph: o.name }, 'subgraph failed');
        return unanswered('SUBGRAPH_UNAVAILABLE', 'This part is not available right now');
      }
    },
    async close() {
      const late = setTimeout(() => void pool.destroy(), closeWithinMs);
      await pool.close();
      clearTimeout(late);
    },
  };
}

async function repeatedOnce<T>(attempt: () => Promise<T>, context: ExecutionContext): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!isSafeToRepeat(error, context)) throw error;
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
    return attempt();
  }
}

/** An answer without data, whose error stands where the fetch does: the rest of the operation goes on. */
function unanswered(code: string, message: string): SubgraphAnswer {
  return { data: null, errors: [{ message, path: [], extensions: { code } }] };
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

/** Reads are repeated once; a mutation only if the connection was refused, so that it never arrived. */
function isSafeToRepeat(error: unknown, context: ExecutionContext): boolean {
  if (context.signal.aborted || !(error instanceof Error) || error instanceof SubgraphFailed) return false;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ECONNREFUSED') return true;
  const broken = code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
  return broken && context.admitted.operation.operation !== 'mutation';
}

function read(name: string, status: number, text: string): SubgraphAnswer {
  const parsed = answerSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new SubgraphFailed(`${name} answered ${status} without GraphQL`);
  const { data, errors, extensions } = parsed.data;
  if (status !== 200 && data === undefined) {
    throw new SubgraphFailed(`${name} answered ${status}: ${errors?.[0]?.message ?? 'no error'}`);
  }
  return { data, errors, ...(isRecord(extensions) ? { extensions } : {}) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
