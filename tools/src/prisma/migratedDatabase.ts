import path from 'node:path';
import { migrate } from '@nakku/service';
import { createTestDatabase } from '@nakku/testkit';
import pg from 'pg';
import { drift } from './drift.ts';

/** The database of a subgraph as its migrations make it, for the tests of it. */
export interface MigratedDatabase {
  readonly url: string;
  /** Folder of its `schema.prisma` and its `migrations`. */
  readonly folder: string;
  readonly pool: pg.Pool;
  /** '' when the migrations make what the Prisma schema says, otherwise the SQL that is missing. */
  drift(): Promise<string>;
  close(): Promise<void>;
}

/** Makes a database of its own and migrates it. @param name of the subgraph */
export async function migratedDatabase(name: string): Promise<MigratedDatabase> {
  const folder = path.join(import.meta.dirname, '../../../prisma', name);
  const { url, drop } = await createTestDatabase(name);
  await migrate(url, path.join(folder, 'migrations'));
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  return {
    url,
    folder,
    pool,
    drift: () => drift(url, path.join(folder, 'schema.prisma')),
    close: async () => {
      await pool.end();
      await drop();
    },
  };
}
