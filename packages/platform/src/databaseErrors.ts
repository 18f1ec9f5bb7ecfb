/** Codes and messages that an error and its causes carry; Prisma and its pg adapter nest them. */
function* layersOf(error: unknown): Generator<Record<string, unknown>> {
  const waiting: unknown[] = [error];
  for (let seen = 0; seen < 12 && waiting.length > 0; seen += 1) {
    const layer = waiting.shift();
    if (typeof layer !== 'object' || layer === null) continue;
    const fields = layer as Record<string, unknown>;
    yield fields;
    waiting.push(fields.cause, fields.meta, fields.driverAdapterError);
    if (Array.isArray(fields.errors)) waiting.push(...fields.errors);
  }
}

/** SQLSTATE of the Postgres error behind `error`, if there is one. */
export function sqlStateOf(error: unknown): string | undefined {
  for (const layer of layersOf(error)) {
    for (const code of [layer.originalCode, layer.code]) {
      if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^(P[12]\d{3}|E[A-Z]{4})$/.test(code)) {
        return code;
      }
    }
  }
  return undefined;
}

/**
 * - `connection`: the database is away or overloaded; nothing is wrong with the work.
 * - `contention`: it lost to another transaction and can be tried again.
 * - `other`: the same work will most likely fail again.
 */
export type FailureKind = 'connection' | 'contention' | 'other';

/** serialization_failure, deadlock_detected, lock_not_available, query_canceled (statement time-out). */
const contentionStates = new Set(['40001', '40P01', '55P03', '57014']);
/** Class 08 connection, 53 resources, 57P shutdown and session time-outs, 25P03 idle in transaction. */
const connectionStates = /^(08...|53...|57P..|25P03)$/;
/** Prisma: unreachable, timed out, closed; pool time-out. */
const connectionCodes =
  /^(P10(01|02|08|11|17)|P2024|E(CONN(REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|HOSTUNREACH|NOTFOUND))$/;
/** Prisma: write conflict; transaction closed or expired. */
const contentionCodes = /^(P2034|P2028)$/;
const connectionMessages =
  /Connection terminated|Connection ended|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Unable to start a transaction in the given time|Query read timeout/i;

/** Classifies an error of pg or Prisma by its SQLSTATE, its code, or the message of any error in its chain of causes. */
export function failureKind(error: unknown): FailureKind {
  const state = sqlStateOf(error);
  if (state !== undefined && connectionStates.test(state)) return 'connection';
  if (state !== undefined && contentionStates.has(state)) return 'contention';
  let contention = false;
  for (const layer of layersOf(error)) {
    const code = typeof layer.code === 'string' ? layer.code : '';
    const message = typeof layer.message === 'string' ? layer.message : '';
    if (connectionCodes.test(code) || connectionMessages.test(message)) return 'connection';
    if (contentionCodes.test(code)) contention = true;
  }
  return contention ? 'contention' : 'other';
}
