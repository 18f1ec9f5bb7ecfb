import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';
import type { Runs } from './rawSql.ts';

/** The connection that a transaction of Prisma, begun in this context, must use. */
const joined = new AsyncLocalStorage<pg.PoolClient>();

/** A pool for Prisma's adapter that gives the connection of the surrounding {@link inConnection}, if there is one. */
export function joinablePool(pool: pg.Pool): pg.Pool {
  return new Proxy(pool, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const client = name === 'connect' && args.length === 0 ? joined.getStore() : undefined;
        return client ? Promise.resolve(client) : Reflect.apply(value, target, args);
      };
    },
  });
}

const transactionControl: ReadonlySet<unknown> = new Set(['BEGIN', 'COMMIT', 'ROLLBACK']);
const nothing = { command: '', rowCount: 0, oid: 0, rows: [], fields: [] };

/**
 * Runs `work`, in which Prisma begins a transaction, on the connection of one that runs already. Whoever began that
 * one also ends it: Prisma's own BEGIN, COMMIT and ROLLBACK do nothing.
 * @param client whose events Prisma listens to
 */
export function inConnection<T>(connection: Runs, client: pg.PoolClient, work: () => T): T {
  const shared = new Proxy(client, {
    get(target, name) {
      if (name === 'release') return () => undefined;
      if (name === 'query') {
        return (statement: pg.QueryConfig) =>
          transactionControl.has(statement.text) ? Promise.resolve(nothing) : connection.query(statement);
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return joined.run(shared, work);
}
