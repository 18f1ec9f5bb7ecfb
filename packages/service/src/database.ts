import { survivesBrokenConnections } from '@nakku/platform';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { joinablePool } from './sql/joinedPrisma.ts';
import { statementNames } from './sql/statementNames.ts';

export interface OpenDatabase {
  readonly pool: pg.Pool;
  /** For `new PrismaClient({ adapter })`; it uses `pool`. */
  readonly adapter: PrismaPg;
}

const connectMs = 5_000;
/** No statement of a request runs longer; migrations have a connection of their own. */
const statementMs = 15_000;
/** Our side gives up a little later, for a network that swallows the response. */
const queryTimeoutMs = 20_000;
const idleInTransactionMs = 30_000;

/** Opens the pool that Prisma and hand-written SQL of one service share. It connects at first use. */
export function openDatabase(o: { url: string; poolSize: number; service: string }): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: o.url,
    max: o.poolSize,
    application_name: o.service,
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    query_timeout: queryTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    keepAlive: true,
    pipeline: true,
  });
  return {
    pool: survivesBrokenConnections(pool),
    adapter: new PrismaPg(joinablePool(pool), { statementNameGenerator: statementNames() }),
  };
}
