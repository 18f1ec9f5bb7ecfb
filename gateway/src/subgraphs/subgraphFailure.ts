import { DeadlineExceeded } from '../request/deadline.ts';

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

/**
 * What a failed attempt says of its subgraph: `sick` when it did not respond in time or not in GraphQL, `well` when it
 * refused the request or sent too much, `unknown` when it was us or the client who gave up.
 */
export function verdictOn(error: unknown, signal: AbortSignal): 'sick' | 'well' | 'unknown' {
  if (signal.aborted) return signal.reason instanceof DeadlineExceeded ? 'sick' : 'unknown';
  if (error instanceof SubgraphFailed) return error.status < 500 && error.status !== 200 ? 'well' : 'sick';
  return isTooLarge(error) ? 'well' : 'sick';
}
