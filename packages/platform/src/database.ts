/** What the platform needs of a Prisma client or of its transaction client. */
export interface SqlExecutor {
  $queryRawUnsafe<T = unknown>(query: string, ...values: unknown[]): Promise<T>;
  $executeRawUnsafe(query: string, ...values: unknown[]): Promise<number>;
}

/** Limits of one interactive transaction, in milliseconds: waiting for a connection, and the work itself. */
export interface TransactionLimits {
  readonly maxWait?: number;
  readonly timeout?: number;
}

/** The statement that a transaction ends with: it is sent together with COMMIT. */
export interface LastStatement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** A Prisma client: `Tx` is what its interactive transactions hand to their callback. */
export interface Database<Tx extends SqlExecutor> {
  /**
   * @param work gets `commitWith` from a database that can send the last statement together with COMMIT; Prisma's own
   *   client gives none
   */
  $transaction<R>(
    work: (tx: Tx, commitWith?: (last: LastStatement) => void) => Promise<R>,
    limits?: TransactionLimits,
  ): Promise<R>;
}
