import pg from 'pg';
import { SUBGRAPHS } from '../../system/services.ts';
import type { SubgraphName } from '../../system/services.ts';

/** Where the state of a whole installation is found. */
export interface InvariantTargets {
  databaseUrl(subgraph: SubgraphName): string;
  /** `http://host:port` of the payment provider's simulator. */
  readonly providerUrl: string;
  /** `host:port`, several with commas. */
  readonly kafkaBrokers: string;
  readonly topicPrefix: string;
}

/** Reads all databases of an installation; each has its own connections. */
export interface Databases {
  rows<Row>(subgraph: SubgraphName, sql: string, values?: unknown[]): Promise<Row[]>;
  readonly targets: InvariantTargets;
  close(): Promise<void>;
}

const CONNECTIONS = 2;
const STATEMENT_TIMEOUT_MS = 60_000;

export function openDatabases(targets: InvariantTargets): Databases {
  const pools = new Map(
    SUBGRAPHS.map((name) => {
      const pool = new pg.Pool({
        connectionString: targets.databaseUrl(name),
        max: CONNECTIONS,
        statement_timeout: STATEMENT_TIMEOUT_MS,
        application_name: 'nakku-invariants',
      });
      pool.on('error', () => undefined); // an idle connection may break; the next query opens another
      return [name, pool] as const;
    }),
  );
  return {
    targets,
    async rows<Row>(subgraph: SubgraphName, sql: string, values: unknown[] = []) {
      const pool = pools.get(subgraph);
      if (!pool) throw new Error(`there is no database of ${subgraph}`);
      // The statement beside each call says what a row looks like.
      const { rows } = await pool.query(sql, values);
      return rows as Row[];
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
    },
  };
}
