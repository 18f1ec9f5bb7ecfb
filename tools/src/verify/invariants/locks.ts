import { SUBGRAPHS } from '../../system/services.ts';
import type { Check } from './check.ts';

/** Counted by PostgreSQL since it last began; a server that was killed forgets what was before. */
export const noDeadlocks: Check = {
  name: 'locks are taken in one order',
  rule: 'no database has seen a deadlock',
  async find(databases) {
    const found = await Promise.all(
      SUBGRAPHS.map(async (name) => {
        const rows = await databases.rows<{ deadlocks: number }>(
          name,
          'SELECT deadlocks::float8 AS deadlocks FROM pg_stat_database WHERE datname = current_database()',
        );
        return rows
          .filter(({ deadlocks }) => deadlocks > 0)
          .map(({ deadlocks }) => ({ id: name, detail: `${deadlocks} deadlocks` }));
      }),
    );
    return found.flat();
  },
};
