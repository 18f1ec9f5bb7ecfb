import path from 'node:path';
import { logFileOf } from '../checkout/state.ts';
import { javaArtefacts, platform, redisBinary } from './artefacts.ts';
import { realpathSync } from 'node:fs';
import type { EmbeddedRun, PreparedServer } from './embeddedServer.ts';
import { hasLostPort, isOurs } from './embeddedServer.ts';
import { programOnPath } from './preflight.ts';
import { freePort } from './ports.ts';
import { redisResponder } from './probes.ts';
import { privateFolder } from './unprivileged.ts';

async function redisProgram(o: EmbeddedRun): Promise<string> {
  const installed = programOnPath('redis-server');
  if (installed) return installed;
  if (!redisBinary)
    throw new Error(`No redis-server on the PATH, and no Redis binary for ${platform}: install Redis`);
  return path.join(await javaArtefacts(o.artefacts, o.log), 'redis', redisBinary);
}

/** Redis in memory only: nothing in it is the only copy of anything. */
export async function prepareRedis(o: EmbeddedRun, preferredPort?: number): Promise<PreparedServer> {
  const command = await redisProgram(o);
  const port = await freePort(preferredPort);
  const data = realpathSync(privateFolder(o.user, path.join(o.runFolder, 'redis')));
  const output = logFileOf(o.state, 'redis');
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', data];
  const memory = [
    '--save',
    '',
    '--appendonly',
    'no',
    '--maxmemory',
    '256mb',
    '--maxmemory-policy',
    'noeviction',
  ];
  return {
    url: `redis://127.0.0.1:${port}`,
    spec: {
      name: 'redis',
      command,
      args: [...place, ...memory],
      env: process.env,
      cwd: o.runFolder,
      output,
      ...o.user,
      isReady: () => isOurs('redis', port, () => redisResponder(port, data)),
      isHopeless: () => hasLostPort(output),
    },
  };
}
