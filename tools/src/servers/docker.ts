import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { repositoryRoot } from '../checkout/state.ts';
import { programOnPath } from './preflight.ts';
import { freePort } from './ports.ts';
import { run } from './runProgram.ts';

/** The names are those of docker-compose.yml. */
export type ServerName = 'postgres' | 'kafka' | 'redis';

const PORT_VARIABLES: Record<ServerName, string> = {
  postgres: 'NAKKU_POSTGRES_PORT',
  kafka: 'NAKKU_KAFKA_PORT',
  redis: 'NAKKU_REDIS_PORT',
};

/** Whether a Docker engine with Compose responds here. */
export function dockerResponds(): boolean {
  if (!programOnPath('docker')) return false;
  const quiet = { stdio: 'ignore', timeout: 10_000 } as const;
  return (
    spawnSync('docker', ['info'], quiet).status === 0 &&
    spawnSync('docker', ['compose', 'version'], quiet).status === 0
  );
}

const compose = (project: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> =>
  run('docker', ['compose', '-p', project, '-f', path.join(repositoryRoot, 'docker-compose.yml'), ...args], {
    cwd: repositoryRoot,
    env,
  });

/**
 * Starts servers of docker-compose.yml and waits until they are healthy.
 * @param o.throwAway free ports, a project of its own, and its volumes are removed at the end
 */
export async function startInDocker(
  names: ServerName[],
  usualPorts: Record<ServerName, number>,
  o: { throwAway: boolean },
): Promise<{ ports: Record<ServerName, number>; stop(): Promise<void> }> {
  const project = o.throwAway ? `nakku-throw-away-${process.pid}` : 'nakku';
  const ports = { ...usualPorts };
  const env = { ...process.env };
  for (const name of names) {
    const given = env[PORT_VARIABLES[name]];
    if (o.throwAway) ports[name] = await freePort();
    else if (given) ports[name] = Number(given);
    env[PORT_VARIABLES[name]] = String(ports[name]);
  }
  await compose(project, ['up', '--detach', '--wait', ...names], env);
  const stop = (): Promise<void> =>
    compose(project, o.throwAway ? ['down', '--volumes'] : ['stop', ...names], env);
  return { ports, stop };
}

/** Removes the containers and the data of the servers in Docker. */
export const removeFromDocker = (): Promise<void> => compose('nakku', ['down', '--volumes'], process.env);
