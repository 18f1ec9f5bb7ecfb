import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { logFileOf } from '../checkout/state.ts';
import { postgresBinaries } from './artefacts.ts';
import type { EmbeddedRun, PreparedServer } from './embeddedServer.ts';
import { freePort } from './ports.ts';
import { postgresAnswers } from './probes.ts';
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
/** Survives the death of the server's process, as long as the machine runs. */
const THROW_AWAY = ['fsync=off', 'full_page_writes=off'];

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
  const settings = [...SETTINGS, ...(o.durable ? [] : THROW_AWAY)].flatMap((setting) => ['-c', setting]);
  return {
    url: `postgresql://postgres@127.0.0.1:${port}`,
    spec: {
      name: 'postgres',
      command: path.join(bin, 'postgres'),
      args: ['-D', data, '-p', String(port), ...settings],
      env,
      cwd: o.runFolder,
      output: logFileOf(o.state, 'postgres'),
      stopSignal: 'SIGINT', // "fast" shutdown: SIGTERM would wait for every client
      ...o.user,
      isReady: () => postgresAnswers(port),
    },
  };
}
