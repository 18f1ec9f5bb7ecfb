import { DeadlineExceeded } from '../request/deadline.ts';
import type { Cancellable } from '../request/deadline.ts';

/** A subgraph did not respond in GraphQL. */
export class SubgraphFailed extends Error {
  override readonly name = 'SubgraphFailed';
  /** Of HTTP. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The circuit to a subgraph is open: it was not asked. */
export class CircuitOpen extends Error {
  override readonly name = 'CircuitOpen';
}

const connectionLost = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);
/** It stops, or a proxy before it does not reach it. */
const awayStatuses = new Set([502, 503, 504]);

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** Whether a response was larger than the gateway reads: the client asked for too much, its subgraph is well. */
export function isTooLarge(error: unknown): boolean {
  return codeOf(error) === 'UND_ERR_RES_EXCEEDED_MAX_SIZE';
}

/**
 * Whether an attempt may be made again. Queries are, when the connection broke or nobody was there to serve; anything
 * else only if its connection was refused, so that it never arrived.
 */
export function mayRepeat(error: unknown, isQuery: boolean): boolean {
  const code = codeOf(error);
  if (code === 'ECONNREFUSED') return true;
  if (!isQuery) return false;
  if (error instanceof SubgraphFailed) return awayStatuses.has(error.status);
  return typeof code === 'string' && connectionLost.has(code);
}

/** A request that was given up before it was sent: it waited for a connection. */
export class NeverSent extends Error {
  override readonly name = 'NeverSent';
}

/** How long an attempt had, and who gave it up. */
export interface Attempt {
  /** Of the whole operation: its deadline, or its client. */
  readonly operation: Cancellable;
  /** Of this attempt: also the time that a subgraph has for one fetch. */
  readonly signal: Cancellable;
  readonly waitedMs: number;
  /** What a subgraph has for one fetch. */
  readonly queryTimeoutMs: number;
}

/**
 * What a failed attempt says of its subgraph: `sick` when it did not respond in its time or not in GraphQL, `well` when it
 * refused the request or sent too much, `unknown` when the client gave up, its operation had no time left for a fetch
 * that came late, or the request was never sent.
 */
export function verdictOn(error: unknown, o: Attempt): 'sick' | 'well' | 'unknown' {
  if (error instanceof NeverSent) return 'unknown';
  if (o.operation.aborted) {
    const hadItsTime = o.operation.reason instanceof DeadlineExceeded && o.waitedMs >= o.queryTimeoutMs;
    return hadItsTime ? 'sick' : 'unknown';
  }
  if (o.signal.aborted) return o.signal.reason instanceof DeadlineExceeded ? 'sick' : 'unknown';
  if (error instanceof SubgraphFailed) return error.status < 500 && error.status !== 200 ? 'well' : 'sick';
  return isTooLarge(error) ? 'well' : 'sick';
}
