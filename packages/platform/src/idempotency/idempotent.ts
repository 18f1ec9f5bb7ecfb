import { createHash } from 'node:crypto';
import { sqlStateOf } from '../databaseErrors.ts';
import type { SqlExecutor } from '../database.ts';
import type { IdempotentOutcome, IdempotentRequest, IdempotentResult, Transaction } from '../platform.ts';
import { refuse } from '../refusal.ts';
import type { StatementPart } from '../statement.ts';
import type { Transactions } from '../transaction.ts';
import { canonicalJson } from './canonicalJson.ts';

/**
 * The lock says "in flight" at once instead of making the second caller wait. It ends with the transaction, also
 * when the process dies.
 */
const lookUp = `
SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free, k.variables_hash AS hash, k.answer -> 'value' AS result
FROM (SELECT 1) AS one
LEFT JOIN platform.idempotency_keys k ON k.caller_id = $2 AND k.mutation = $3 AND k.key = $4`;

const store = `
INSERT INTO platform.idempotency_keys (caller_id, mutation, key, variables_hash, answer)
SELECT r.caller_id, r.mutation, r.key, r.hash, r.answer
FROM json_to_recordset($1::json) AS r(caller_id text, mutation text, key text, hash text, answer jsonb)`;

interface Found {
  readonly free: boolean;
  readonly hash: string | null;
  readonly result: unknown;
}

/** The effect of a mutation at most once per (caller, mutation, key); see Platform.idempotent. */
export async function idempotent<Tx extends SqlExecutor, T, R>(
  transactions: Transactions<Tx>,
  request: IdempotentRequest,
  work: (tx: Transaction<Tx>) => Promise<IdempotentOutcome<T, R>>,
): Promise<IdempotentResult<T, R>> {
  const hash = createHash('sha256').update(canonicalJson(request.variables)).digest('base64url');
  const attempt = (): Promise<IdempotentResult<T, R>> =>
    transactions.run<IdempotentResult<T, R>, IdempotentResult<T, R>>(
      'transaction',
      async (tx) => {
        const known = await find<T, R>(tx.db, request, hash);
        if (known) return known;
        const outcome = await work(tx);
        if ('refused' in outcome) return refuse({ kind: 'refused' as const, refused: outcome.refused });
        return { kind: 'done', result: outcome.result, isCached: false };
      },
      (result) => (result.kind === 'done' && !result.isCached ? [keep(request, hash, result.result)] : []),
    );
  return attempt().catch((error: unknown) => {
    // The first caller committed between our snapshot and our lock: its result is there now.
    // (A unique violation of the work itself is simply seen twice.)
    if (sqlStateOf(error) === '23505') return attempt();
    throw error;
  });
}

async function find<T, R>(
  db: SqlExecutor,
  { callerId, mutation, key }: IdempotentRequest,
  hash: string,
): Promise<IdempotentResult<T, R> | undefined> {
  const lock = JSON.stringify([callerId, mutation, key]);
  const [found] = await db.$queryRawUnsafe<Found[]>(lookUp, lock, callerId, mutation, key);
  if (!found) throw new Error('the look-up of an idempotency key gave no row');
  if (found.hash !== null) {
    if (found.hash !== hash) return { kind: 'key_reused' };
    // Stored by the same mutation of this service: the type is the caller's promise.
    return { kind: 'done', result: found.result as T, isCached: true };
  }
  return found.free ? undefined : { kind: 'in_flight' };
}

function keep({ callerId, mutation, key }: IdempotentRequest, hash: string, result: unknown): StatementPart {
  // Wrapped, because a JSON null of its own would become an SQL null.
  const row = { caller_id: callerId, mutation, key, hash, answer: { value: result ?? null } };
  return { text: store, values: [JSON.stringify([row])] };
}
