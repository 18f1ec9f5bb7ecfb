import type { Database, LastStatement, SqlExecutor, TransactionLimits } from '@nakku/platform';
import type pg from 'pg';
import type { SubgraphDatabase, TransactionClient } from '../kit.ts';
import { columnValues } from './columnValues.ts';
import { TransactionConnection, TransactionTimeout } from './connection.ts';
import { inConnection } from './joinedPrisma.ts';
import { parametersOf } from './parameters.ts';
import { rawSql } from './rawSql.ts';
import { statementNames } from './statementNames.ts';

/** As long as Prisma's own. */
const timeoutMs = 5_000;

/**
 * A Prisma client whose SQL by hand, alone and in transactions, goes to pg directly. In a transaction Prisma begins to
 * work when the first of its models is used, on the same connection.
 * @param prisma over the adapter of {@link joinablePool} of the same `pool`
 */
export function withRawSql<Db extends SubgraphDatabase<Db>>(prisma: Db, pool: pg.Pool): Db {
  type Tx = TransactionClient<Db>;
  const nameOf = statementNames();

  async function transaction<R>(
    work: (tx: Tx, commitWith: (last: LastStatement) => void) => Promise<R>,
    limits: TransactionLimits = {},
  ): Promise<R> {
    const client = await pool.connect();
    const connection = new TransactionConnection(client);
    const models = new JoinedModels<Tx>(prisma, (begin) => inConnection(connection, client, begin));
    const tx = new Proxy<SqlExecutor>(
      prisma,
      overlay(rawSql(connection, nameOf), (name) => models.of(name)),
    );
    assertTransactionClient<Tx>(tx);
    const timer = setTimeout(
      () => void connection.rollback(new TransactionTimeout('the transaction took too long')),
      limits.timeout ?? timeoutMs,
    );
    try {
      let last: LastStatement | undefined;
      const result = await work(tx, (statement) => (last = statement));
      await models.end();
      await connection.commit(last && statementOf(last));
      return result;
    } catch (error) {
      await connection.rollback(error instanceof Error ? error : new Error(String(error)));
      await models.end();
      throw error;
    } finally {
      clearTimeout(timer);
      connection.release();
    }
  }

  function statementOf({ sql, values }: LastStatement): pg.QueryConfig {
    const name = nameOf({ sql });
    const statement = { text: sql, values: parametersOf(values), types: columnValues };
    return name === '' ? statement : { name, ...statement };
  }

  return new Proxy<Db>(prisma, overlay({ ...rawSql(pool, nameOf), $transaction: transaction }));
}

/** @param other what a name stands for that is not laid over; default: what the target has */
function overlay(over: object, other?: (name: string) => unknown): ProxyHandler<object> {
  const replaced = new Map<string | symbol, unknown>(Object.entries(over));
  return {
    get: (target, name): unknown =>
      replaced.get(name) ?? (other && typeof name === 'string' ? other(name) : Reflect.get(target, name)),
  };
}

/** A client with the methods for SQL has the models too: it stands on a client of the same schema. */
function assertTransactionClient<Tx extends SqlExecutor>(client: SqlExecutor): asserts client is Tx {
  if (typeof client.$queryRawUnsafe !== 'function') throw new TypeError('not a transaction client');
}

/** The models of Prisma within a transaction that it did not begin. */
class JoinedModels<Tx extends SqlExecutor> {
  readonly #prisma: Database<Tx>;
  readonly #joining: <T>(begin: () => T) => T;
  readonly #ended: Promise<void>;
  #end: () => void = () => undefined;
  #client: Promise<Tx> | undefined;
  #running: Promise<void> | undefined;

  constructor(prisma: Database<Tx>, joining: <T>(begin: () => T) => T) {
    this.#prisma = prisma;
    this.#joining = joining;
    this.#ended = new Promise((resolve) => (this.#end = resolve));
  }

  /** The model `name`; its methods begin to work when they are called. */
  of(name: string): unknown {
    if (name === 'then') return undefined;
    return new Proxy(
      {},
      {
        get:
          (_, method) =>
          async (...args: unknown[]): Promise<unknown> => {
            const model: unknown = Reflect.get(await this.#joined(), name);
            const call: unknown = Reflect.get(Object(model), method);
            if (typeof call !== 'function') throw new TypeError(`${name}.${String(method)} is no method`);
            return Reflect.apply(call, model, args);
          },
      },
    );
  }

  /** Lets Prisma go; what becomes of the transaction is not its concern. */
  async end(): Promise<void> {
    this.#end();
    await this.#running;
  }

  #joined(): Promise<Tx> {
    this.#client ??= new Promise<Tx>((resolve, reject) => {
      this.#running = this.#joining(() =>
        this.#prisma.$transaction(
          async (tx) => {
            resolve(tx);
            await this.#ended;
          },
          { timeout: 60_000 },
        ),
      ).catch(reject);
    });
    return this.#client;
  }
}
