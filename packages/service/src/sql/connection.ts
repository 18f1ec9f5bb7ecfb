import type pg from 'pg';

/** The transaction took longer than it may and was rolled back; the same work may be tried again. */
export class TransactionTimeout extends Error {
  override readonly name = 'TransactionTimeout';
  /** As PostgreSQL says it of a statement: query_canceled. */
  readonly code = '57014';
}

/** A statement failed, the work went on as if it had not, and so nothing could be committed. */
export class NothingCommitted extends Error {
  override readonly name = 'NothingCommitted';
}

/**
 * A transaction on one connection of a pool whose clients pipeline: BEGIN is sent together with the first statement
 * and COMMIT with the last one, so that neither costs a round trip.
 */
export class TransactionConnection {
  readonly #client: pg.PoolClient;
  #begun = false;
  #closed: Error | undefined;
  #rolledBack: Promise<void> | undefined;
  #broken: Error | undefined;
  readonly #onError = (error: Error): void => {
    this.#broken = error;
  };

  constructor(client: pg.PoolClient) {
    this.#client = client;
    client.on('error', this.#onError);
  }

  /** @throws TransactionTimeout, and whatever the statement fails with */
  async query(statement: pg.QueryConfig): Promise<pg.QueryResult> {
    if (this.#closed) throw this.#closed;
    if (this.#begun) return this.#client.query(statement);
    this.#begun = true;
    const [, result] = await this.#together({ text: 'BEGIN' }, statement);
    return result;
  }

  /** Commits, together with `last` if there is one: alone it is a transaction of its own. */
  async commit(last?: pg.QueryConfig): Promise<void> {
    if (this.#closed) throw this.#closed;
    if (!this.#begun) {
      if (last) await this.#client.query(last);
      return;
    }
    const committed = last
      ? (await this.#together(last, { text: 'COMMIT' }))[1]
      : await this.#client.query('COMMIT');
    if (committed.command !== 'COMMIT') throw new NothingCommitted('a statement of the transaction failed');
  }

  /** What is still to come fails with `reason`; a statement that runs is waited for. */
  rollback(reason: Error): Promise<void> {
    this.#closed ??= reason;
    this.#rolledBack ??= this.#begun ? this.#rollback() : Promise.resolve();
    return this.#rolledBack;
  }

  release(): void {
    this.#client.off('error', this.#onError);
    // A connection that cannot roll back must not go back to the pool.
    this.#client.release(this.#broken);
  }

  async #rollback(): Promise<void> {
    try {
      await this.#client.query('ROLLBACK');
    } catch (error) {
      this.#broken ??= error instanceof Error ? error : new Error(String(error));
    }
  }

  /** Both in one packet; the error of the first one counts, since the second one's follows from it. */
  async #together(first: pg.QueryConfig, second: pg.QueryConfig): Promise<[pg.QueryResult, pg.QueryResult]> {
    const [one, two] = await Promise.allSettled([this.#client.query(first), this.#client.query(second)]);
    if (one.status === 'rejected') throw one.reason;
    if (two.status === 'rejected') throw two.reason;
    return [one.value, two.value];
  }
}
