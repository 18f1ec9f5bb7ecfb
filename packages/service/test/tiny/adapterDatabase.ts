import type { SqlExecutor } from '@nakku/platform';
import type { SqlQueryable } from '@prisma/driver-adapter-utils';
import type { PrismaPg } from '@prisma/adapter-pg';

/** A database over Prisma's adapter without a generated client: what a service needs of one, and no models. */
export function adapterDatabase(factory: PrismaPg) {
  const connected = factory.connect();
  return {
    ...executor(connected),
    async $transaction<R>(work: (tx: SqlExecutor) => Promise<R>): Promise<R> {
      const transaction = await (await connected).startTransaction();
      try {
        const result = await work(executor(Promise.resolve(transaction)));
        await transaction.executeRaw({ sql: 'COMMIT', args: [], argTypes: [] });
        await transaction.commit();
        return result;
      } catch (error) {
        await transaction.executeRaw({ sql: 'ROLLBACK', args: [], argTypes: [] });
        await transaction.rollback();
        throw error;
      }
    },
    $disconnect: async () => (await connected).dispose(),
  };
}

function executor(connection: Promise<SqlQueryable>): SqlExecutor {
  const query = (sql: string, args: unknown[]) => ({
    sql,
    args,
    argTypes: args.map(() => ({ scalarType: 'unknown' as const, arity: 'scalar' as const })),
  });
  return {
    async $queryRawUnsafe<T>(sql: string, ...args: unknown[]): Promise<T> {
      const { columnNames, rows } = await (await connection).queryRaw(query(sql, args));
      const named: unknown = rows.map((row) =>
        Object.fromEntries(columnNames.map((name, i) => [name, row[i]])),
      );
      return named as T; // raw SQL is not typed; the caller names the shape
    },
    $executeRawUnsafe: async (sql, ...args) => (await connection).executeRaw(query(sql, args)),
  };
}
