// What the schema engine does to whole databases: create, drop, reach, empty.
import pg from 'pg';

const PRISMA_PARAMETERS = [
  'schema',
  'connection_limit',
  'pool_timeout',
  'pgbouncer',
  'connect_timeout',
  'socket_timeout',
  'statement_cache_size',
];

/** Splits a Prisma URL into what `pg` understands, the schema and the database name. */
export function splitUrl(raw) {
  const url = new URL(raw);
  const schema = url.searchParams.get('schema') ?? undefined;
  for (const parameter of PRISMA_PARAMETERS) url.searchParams.delete(parameter);
  return { url: url.toString(), schema, database: decodeURIComponent(url.pathname.slice(1)) };
}

async function inMaintenanceDatabase(raw, work) {
  const { url, database } = splitUrl(raw);
  let lastError;
  for (const name of ['postgres', 'template1']) {
    const maintenance = new URL(url);
    maintenance.pathname = `/${name}`;
    const client = new pg.Client({ connectionString: maintenance.toString() });
    try {
      await client.connect();
    } catch (error) {
      lastError = error;
      continue;
    }
    try {
      return await work(client, database);
    } finally {
      await client.end();
    }
  }
  throw lastError;
}

const DUPLICATE_DATABASE = '42P04';

export const createDatabase = (raw) =>
  inMaintenanceDatabase(raw, async (client, database) => {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`).catch((error) => {
      if (error.code !== DUPLICATE_DATABASE) throw error;
    });
    return { databaseName: database };
  });

export const dropDatabase = (raw) =>
  inMaintenanceDatabase(raw, (client, database) =>
    client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`),
  );

/** Throws what `pg` throws when the database cannot be reached. */
export async function reachDatabase(raw) {
  const client = new pg.Client({ connectionString: splitUrl(raw).url });
  await client.connect();
  await client.query('SELECT 1');
  await client.end();
}

/** Leaves the schema of a shadow database present and empty. */
export async function emptyDatabase(raw) {
  const { url, schema } = splitUrl(raw);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const name = pg.escapeIdentifier(schema ?? 'public');
  await client.query(`DROP SCHEMA IF EXISTS ${name} CASCADE; CREATE SCHEMA ${name}`);
  await client.end();
}

/** A connection error in the codes and words of Prisma's own engine. */
export function connectionError(error, raw) {
  const { url, database } = splitUrl(raw);
  const { username, hostname, port } = new URL(url);
  if (error.code === '3D000')
    return { error_code: 'P1003', message: `Database \`${database}\` does not exist` };
  if (error.code === '28P01' || error.code === '28000') {
    return {
      error_code: 'P1000',
      message: `Authentication failed against database server, the provided database credentials for \`${username}\` are not valid.`,
    };
  }
  return { error_code: 'P1001', message: `Can't reach database server at \`${hostname}:${port || 5432}\`` };
}
