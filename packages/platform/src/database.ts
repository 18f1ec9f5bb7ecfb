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

/** A Prisma client: `Tx` is what its interactive transactions hand to their callback. */
export interface Database<Tx extends SqlExecutor> {
  $transaction<R>(work: (tx: Tx) => Promise<R>, limits?: TransactionLimits): Promise<R>;
}
