import type { EventData, EventType } from '@nakku/contracts';
import type { Refusal } from './refusal.ts';
import type { StatementPart } from './statement.ts';

/** An event that a transaction publishes. Topic, schema and ordering come from the contract of `type`. */
export interface NewEvent<T extends EventType = EventType> {
  readonly type: T;
  /** The aggregate's id. */
  readonly subject: string;
  /** The aggregate's version after the change, from 1. Per topic and key it grows by one with each event. */
  readonly sequence: number;
  readonly data: EventData<T>;
  /** Kafka key: events of one key stay in order. Default: the subject. */
  readonly key?: string;
  /** Further live channels that hear of the change, besides `<topic>:<key>`. */
  readonly live?: readonly string[];
}

/** A piece of work for later; one per (kind, key). */
export interface NewDeadline {
  readonly kind: string;
  /** What it is about, usually the aggregate's id. */
  readonly key: string;
  /** Milliseconds from the commit, or from the publication of `onPublished`. */
  readonly afterMs: number;
  /** JSON, handed to the handler. */
  readonly data?: unknown;
  /** Id of an event emitted by the same transaction: the clock starts when the broker has it. */
  readonly onPublished?: string;
}

/** A database transaction that can also publish and schedule; all of it commits together or not at all. */
export interface Transaction<Tx> {
  readonly db: Tx;
  /**
   * Publishes after the commit. Returns the event's id.
   * @throws ContractViolation when the data does not fit the contract: a bug, the transaction must not commit.
   */
  emit<T extends EventType>(event: NewEvent<T>): string;
  /** Replaces what is scheduled for the same (kind, key). */
  schedule(deadline: NewDeadline): void;
  unschedule(kind: string, key: string): void;
  /**
   * Writes when the work has ended, in one statement with the events and together with COMMIT. For rows that the
   * transaction has locked or made: the events get their place in the outbox in the same statement. What is read later
   * in the transaction does not see it; several writes must touch different rows, one may have a WITH clause.
   */
  writeAtCommit(write: StatementPart): void;
}

/** One call of a mutation that carries an idempotency key (graphql-style.md rule 7). */
export interface IdempotentRequest {
  readonly callerId: string;
  readonly mutation: string;
  /** 1–255 characters, chosen by the client. */
  readonly key: string;
  /** JSON; compared by a hash of its canonical form, so the order of object keys does not matter. */
  readonly variables: unknown;
}

/** What the work of an idempotent mutation ends with: `result` is kept, as JSON; `refused` rolls back. */
export type IdempotentOutcome<T, R> = { readonly result: T } | { readonly refused: R };

/**
 * - `done`: the effect exists exactly once; `isCached` when this call only read the result of an earlier one.
 * - `refused`: rolled back, nothing is stored, the key is free.
 * - `key_reused`: the key was used with other variables.
 * - `in_flight`: the same key is being worked on right now; retry.
 */
export type IdempotentResult<T, R> =
  | { readonly kind: 'done'; readonly result: T; readonly isCached: boolean }
  | { readonly kind: 'refused'; readonly refused: R }
  | { readonly kind: 'key_reused' }
  | { readonly kind: 'in_flight' };

/** Changes state and publishes events in one transaction. */
export interface Platform<Tx> {
  /**
   * Runs `work` in a transaction. After the commit the relay is woken and live signals go out. When `work` ends with
   * `refuse(result)` everything is rolled back and `result` is what the caller gets.
   */
  transaction<T, R = never>(work: (tx: Transaction<Tx>) => Promise<T | Refusal<R>>): Promise<T | R>;
  /** Like `transaction`, at most once per (caller, mutation, key); results are kept 24 hours. */
  idempotent<T, R = never>(
    request: IdempotentRequest,
    work: (tx: Transaction<Tx>) => Promise<IdempotentOutcome<T, R>>,
  ): Promise<IdempotentResult<T, R>>;
}

export interface DueDeadline {
  readonly kind: string;
  readonly key: string;
  readonly dueAt: Date;
  readonly data: unknown;
}

/**
 * Handlers by kind. A handler runs before its row is deleted, in the same transaction, and may schedule the same
 * (kind, key) again. If the row was unscheduled or replaced meanwhile, the handler's work is rolled back.
 */
export type DeadlineHandlers<Tx> = Readonly<
  Record<string, (deadline: DueDeadline, tx: Transaction<Tx>) => Promise<void>>
>;

/** Hints between processes over Redis pub/sub. They may be lost at any time, and never throw. */
export interface LiveSignals {
  publish(channel: string, value: number | string): void;
  /**
   * Calls `listener` for each hint; with null when hints may have been missed, because Redis went away or is back.
   * Returns the function that ends it.
   */
  subscribe(channel: string, listener: (value: number | string | null) => void): () => void;
  /** False while Redis is away: subscribers should poll faster. */
  readonly healthy: boolean;
}
