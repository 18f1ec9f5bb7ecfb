import pg from 'pg';

const DATABASE_MISSING = '3D000';
/** Somebody else created it, or is just creating it. */
const ALREADY_THERE = new Set(['42P04', '23505']);
/** template1 is being copied by another service that starts at the same time. */
const TEMPLATE_IN_USE = '55006';

/** Connects to a database and creates it if it is missing. The role then needs CREATEDB. */
export async function connectCreating(databaseUrl: string): Promise<pg.Client> {
  try {
    return await connect(databaseUrl);
  } catch (error) {
    if (sqlState(error) !== DATABASE_MISSING) throw error;
  }
  await createDatabase(databaseUrl);
  return connect(databaseUrl);
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  return client;
}

async function createDatabase(databaseUrl: string): Promise<void> {
  const url = new URL(databaseUrl);
  const name = decodeURIComponent(url.pathname.slice(1));
  url.pathname = '/postgres';
  const client = await connect(url.href);
  try {
    for (let tries = 1; ; tries += 1) {
      try {
        await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
        return;
      } catch (error) {
        const state = sqlState(error) ?? '';
        if (ALREADY_THERE.has(state)) return;
        if (state !== TEMPLATE_IN_USE || tries === 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  } finally {
    await client.end();
  }
}

function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}
