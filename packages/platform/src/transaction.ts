import type { EventType } from '@nakku/contracts';
import type { Database, LastStatement, SqlExecutor, TransactionLimits } from './database.ts';
import { failpoint } from './failpoints/failpoint.ts';
import { insertEvents } from './outbox/rows.ts';
import { ContractViolation, seal } from './outbox/seal.ts';
import type { SealedEvent } from './outbox/seal.ts';
import type { NewDeadline, NewEvent, Transaction } from './platform.ts';
import { deleteDeadlines, upsertDeadlines } from './deadlines/rows.ts';
import { Refusal, resultOf, RolledBack } from './refusal.ts';
import { inOneStatement } from './statement.ts';
import type { StatementPart } from './statement.ts';

/** What a committed transaction has to tell: the relay and the live channels. */
export interface Committed {
  readonly events: readonly SealedEvent[];
  readonly hints: ReadonlyMap<string, number>;
  /** Milliseconds until the first of the deadlines that it scheduled; null if there is none, or none that counts yet. */
  readonly dueInMs: number | null;
}

/** Collects what the work publishes and schedules, and writes it in one statement at the end. */
export class OpenTransaction<Tx extends SqlExecutor> implements Transaction<Tx> {
  readonly db: Tx;
  readonly #service: string;
  readonly #events: SealedEvent[] = [];
  readonly #hints = new Map<string, number>();
  readonly #writes: StatementPart[] = [];
  /** By kind and key: what came last wins, so one statement never touches a row twice. */
  readonly #deadlines = new Map<string, { kind: string; key: string; set: NewDeadline | undefined }>();

  constructor(db: Tx, service: string) {
    this.db = db;
    this.#service = service;
  }

  emit<T extends EventType>(event: NewEvent<T>): string {
    const sealed = seal(this.#service, event);
    this.#events.push(sealed);
    this.#hints.set(`${sealed.topic}:${sealed.key}`, sealed.sequence);
    for (const channel of event.live ?? []) this.#hints.set(channel, sealed.sequence);
    return sealed.id;
  }

  schedule(deadline: NewDeadline): void {
    const { kind, key, onPublished } = deadline;
    if (onPublished !== undefined && !this.#events.some((event) => event.id === onPublished)) {
      throw new ContractViolation(`deadline ${kind}: onPublished must be an event of the same transaction`);
    }
    this.#deadlines.set(`${kind}\n${key}`, { kind, key, set: deadline });
  }

  unschedule(kind: string, key: string): void {
    this.#deadlines.set(`${kind}\n${key}`, { kind, key, set: undefined });
  }

  writeAtCommit(write: StatementPart): void {
    this.#writes.push(write);
  }

  /**
   * Writes the collected rows; must be the last act before the commit, with which `commitWith` sends it. The outbox rows get their positions here,
   * after the work has locked its aggregates: of two transactions that change the same aggregate the second one
   * waits for the first one's commit, so within a key positions follow the order of commits (see outbox/relay.ts).
   */
  async finish(
    more: readonly StatementPart[] = [],
    commitWith?: (last: LastStatement) => void,
  ): Promise<Committed> {
    const deadlines = [...this.#deadlines.values()];
    const set = deadlines.flatMap((deadline) => (deadline.set ? [deadline.set] : []));
    const gone = deadlines.filter((deadline) => !deadline.set);
    const parts = [...more, ...this.#writes];
    if (gone.length > 0) parts.push(deleteDeadlines(gone));
    if (set.length > 0) parts.push(upsertDeadlines(set));
    if (this.#events.length > 0) parts.push(insertEvents(this.#events));
    const statement = inOneStatement(parts);
    if (statement && commitWith) commitWith(statement);
    else if (statement) await this.db.$executeRawUnsafe(statement.sql, ...statement.values);
    const running = set.flatMap(({ afterMs, onPublished }) => (onPublished === undefined ? [afterMs] : []));
    const dueInMs = running.length > 0 ? Math.max(0, Math.min(...running)) : null;
    return { events: this.#events, hints: this.#hints, dueInMs };
  }
}

/** For whom a transaction is: what a request, a worker or a job does, an event, or a deadline. */
export type Occasion = 'transaction' | 'consumer' | 'deadline';

/** How the parts of the platform open transactions and tell of their commits. */
export interface Transactions<Tx extends SqlExecutor> {
  /** @param last what is written together with the events, given the result of `work` */
  run<T, R = never>(
    occasion: Occasion,
    work: (tx: OpenTransaction<Tx>) => Promise<T | Refusal<R>>,
    last?: (result: T) => readonly StatementPart[],
  ): Promise<T | R>;
}

/** `committed` is called after each commit that published or scheduled something. */
export function createTransactions<Tx extends SqlExecutor>(o: {
  db: Database<Tx>;
  service: string;
  limits: TransactionLimits;
  committed: (what: Committed) => void;
}): Transactions<Tx> {
  return {
    async run<T, R>(
      occasion: Occasion,
      work: (tx: OpenTransaction<Tx>) => Promise<T | Refusal<R>>,
      last?: (result: T) => readonly StatementPart[],
    ): Promise<T | R> {
      let refusal: Refusal<R> | undefined;
      try {
        const { result, what } = await o.db.$transaction(async (db, commitWith) => {
          const tx = new OpenTransaction(db, o.service);
          const result = await work(tx);
          if (result instanceof Refusal) {
            refusal = result;
            throw new RolledBack();
          }
          const what = await tx.finish(last?.(result), commitWith);
          await failpoint(`${occasion}.uncommitted`);
          return { result, what };
        }, o.limits);
        await failpoint(`${occasion}.committed`);
        if (what.events.length > 0 || what.dueInMs !== null) o.committed(what);
        return result;
      } catch (error) {
        if (refusal && error instanceof RolledBack) return resultOf(refusal);
        throw error;
      }
    },
  };
}
