import { createHash } from 'node:crypto';
import { survivesBrokenConnections } from '@nakku/platform';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';

export interface OpenDatabase {
  readonly pool: pg.Pool;
  /** For `new PrismaClient({ adapter })`; it uses `pool`. */
  readonly adapter: PrismaPg;
}

const connectMs = 5_000;
/** No statement of a request runs longer; migrations have a connection of their own. */
const statementMs = 15_000;
/** Our side gives up a little later, for a network that swallows the answer. */
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
  });
  return {
    pool: survivesBrokenConnections(pool),
    adapter: new PrismaPg(pool, { statementNameGenerator: statementNames() }),
  };
}

/** Beyond this number of different statements the rest stays unnamed: each costs memory in each connection. */
const maxNames = 500;
/** Lists and rows of varying number: each length would be a statement of its own. */
const varyingLength = /\bIN \(\$\d+ ?, ?\$\d+|\) ?, ?\(\$\d+/i;

/** Names statements by their text, so that Postgres parses and plans each once per connection. */
export function statementNames(max = maxNames): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= max || varyingLength.test(sql)) return '';
    const name = `s${createHash('sha1').update(sql).digest('hex').slice(0, 20)}`;
    names.set(sql, name);
    return name;
  };
}
