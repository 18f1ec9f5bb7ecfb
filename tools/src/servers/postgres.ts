import { existsSync, realpathSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../processes/errorCode.ts';
import { logFileOf } from '../checkout/state.ts';
import { postgresBinaries } from './artefacts.ts';
import pg from 'pg';
import type { EmbeddedRun, PreparedServer } from './embeddedServer.ts';
import { hasLostPort, isOurs } from './embeddedServer.ts';
import type { Responder } from './probes.ts';
import { freePort } from './ports.ts';
import { run } from './runProgram.ts';
import { privateFolder } from './unprivileged.ts';

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=300',
  'shared_buffers=128MB',
  'jit=off',
  'log_min_messages=warning',
  'autovacuum_naptime=30s',
];
const RESPONSE_TIMEOUT_MS = 2_000;
/** Survives the death of the server's process, as long as the machine runs. */
const THROW_AWAY = ['fsync=off', 'full_page_writes=off'];

/** Asks for the data directory, which is ours alone. */
async function postgresResponder(port: number, data: string): Promise<Responder> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    database: 'postgres',
    connectionTimeoutMillis: RESPONSE_TIMEOUT_MS,
    query_timeout: RESPONSE_TIMEOUT_MS,
  });
  client.on('error', () => undefined); // the query says so
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory === realpathSync(data) || rows[0]?.data_directory === data
      ? 'ours'
      : 'other';
  } catch (error) {
    // Of a server: it wants a password or has no such user. One of ours that still starts says 57P03.
    const code = String(codeOf(error));
    return /^(28|3D)/.test(code) ? 'other' : 'nobody';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** PostgreSQL 18 from npm; creates its cluster the first time, under another name until it is complete. */
export async function preparePostgres(o: EmbeddedRun, preferredPort?: number): Promise<PreparedServer> {
  const bin = await postgresBinaries(o.artefacts, o.user);
  const port = await freePort(preferredPort);
  const data = path.join(o.runFolder, 'postgres');
  const env = { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C', TZ: 'UTC' };
  if (!existsSync(path.join(data, 'PG_VERSION'))) {
    const draft = `${data}.new`;
    rmSync(draft, { recursive: true, force: true });
    privateFolder(o.user, draft);
    const cluster = [
      '-D',
      draft,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-instructions',
    ];
    const args = o.durable ? cluster : [...cluster, '--no-sync'];
    await run(path.join(bin, 'initdb'), args, { cwd: o.runFolder, env, ...o.user });
    renameSync(draft, data);
  }
  const output = logFileOf(o.state, 'postgres');
  const settings = [...SETTINGS, ...(o.durable ? [] : THROW_AWAY)].flatMap((setting) => ['-c', setting]);
  return {
    url: `postgresql://postgres@127.0.0.1:${port}`,
    spec: {
      name: 'postgres',
      command: path.join(bin, 'postgres'),
      args: ['-D', data, '-p', String(port), ...settings],
      env,
      cwd: o.runFolder,
      output,
      stopSignal: 'SIGINT', // "fast" shutdown: SIGTERM would wait for every client
      ...o.user,
      isReady: () => isOurs('postgres', port, () => postgresResponder(port, data)),
      isHopeless: () => hasLostPort(output),
    },
  };
}
