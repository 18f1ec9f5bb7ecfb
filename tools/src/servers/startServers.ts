import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Supervisor } from '../processes/supervisor.ts';
import { CannotStart } from '../processes/cannotStart.ts';
import { openFolder } from '../checkout/state.ts';
import { artefactsFolder } from './artefacts.ts';
import type { ServerName } from './docker.ts';
import { dockerResponds, startInDocker } from './docker.ts';
import type { EmbeddedRun, PreparedServer } from './embeddedServer.ts';
import { PortLost } from './embeddedServer.ts';
import { prepareKafka } from './kafka.ts';
import { preparePostgres } from './postgres.ts';
import { embeddedProblems } from './preflight.ts';
import { prepareRedis } from './redis.ts';
import { reachableFolder, serverUser } from './unprivileged.ts';

/** Where the three servers are, in the notation of their clients. */
export interface ServerUrls {
  postgresUrl: string;
  kafkaBrokers: string;
  redisUrl: string;
}

export interface Servers {
  urls: ServerUrls;
  /** Names under which the supervisor knows those that run as our children. */
  supervised: ServerName[];
  stop(): Promise<void>;
}

/** Something that a person has to install or to start; the message has a line for each. */
export class ServersUnavailable extends CannotStart {}

export const USUAL_PORTS: Record<ServerName, number> = { postgres: 15_432, kafka: 19_092, redis: 16_379 };
const MAX_ATTEMPTS = 5;
const NAMES: ServerName[] = ['postgres', 'kafka', 'redis'];
const ENV_NAMES: Record<ServerName, string> = {
  postgres: 'POSTGRES_URL',
  kafka: 'KAFKA_BROKERS',
  redis: 'REDIS_URL',
};
const PREPARE: Record<ServerName, (o: EmbeddedRun, preferredPort?: number) => Promise<PreparedServer>> = {
  postgres: preparePostgres,
  kafka: prepareKafka,
  redis: prepareRedis,
};

const urlAt = (name: ServerName, port: number): string =>
  ({
    postgres: `postgresql://postgres@127.0.0.1:${port}`,
    kafka: `127.0.0.1:${port}`,
    redis: `redis://127.0.0.1:${port}`,
  })[name];

/** The environment that tells a program where the servers are. */
export const serverEnvironment = (urls: ServerUrls): Record<string, string> => ({
  POSTGRES_URL: urls.postgresUrl,
  KAFKA_BROKERS: urls.kafkaBrokers,
  REDIS_URL: urls.redisUrl,
});

/** `NAKKU_SERVERS=docker|embedded` chooses; otherwise Docker where its engine responds, but not for throw-away ones. */
function chooseHome(
  missing: ServerName[],
  throwAway: boolean,
  env: NodeJS.ProcessEnv,
): 'docker' | 'embedded' {
  const choice = env.NAKKU_SERVERS;
  if (choice === 'docker' || (!choice && !throwAway && dockerResponds())) return 'docker';
  const wanted = {
    kafka: missing.includes('kafka'),
    postgres: missing.includes('postgres'),
    redis: missing.includes('redis'),
  };
  const problems = embeddedProblems(wanted);
  if (problems.length === 0) return 'embedded';
  if (!choice && throwAway && dockerResponds()) return 'docker';
  const variables = missing.map((name) => ENV_NAMES[name]).join(', ');
  throw new ServersUnavailable(
    [...problems, `Or start a Docker engine, or give addresses in ${variables}`].join('\n'),
  );
}

/**
 * Finds or starts PostgreSQL, Kafka and Redis: addresses in the environment first, then Docker Compose, then
 * embedded servers as children of the supervisor.
 *
 * @param o.state folder for logs and data
 * @param o.brokerAdvertises see `SystemOptions`; for an embedded broker only
 * @param o.throwAway free ports and no write-through to the disk; the caller removes the state folder afterwards
 * @throws ServersUnavailable
 */
export async function startServers(o: {
  state: string;
  supervisor: Supervisor;
  throwAway: boolean;
  /** Taken where they are free; default USUAL_PORTS, and none for throw-away ones. */
  ports?: Readonly<Record<ServerName, number>>;
  brokerAdvertises?: number;
  env?: NodeJS.ProcessEnv;
  log?: (line: string) => void;
}): Promise<Servers> {
  const { state, supervisor, throwAway, brokerAdvertises, env = process.env, log = () => undefined } = o;
  const urls = new Map<ServerName, string>();
  for (const name of NAMES) {
    const given = env[ENV_NAMES[name]];
    if (given) urls.set(name, given);
  }
  const missing = NAMES.filter((name) => !urls.has(name));
  const supervised: ServerName[] = [];
  let stopDocker: (() => Promise<void>) | undefined;
  if (missing.length > 0 && chooseHome(missing, throwAway, env) === 'docker') {
    const docker = await startInDocker(missing, USUAL_PORTS, { throwAway });
    stopDocker = () => docker.stop();
    for (const name of missing) urls.set(name, urlAt(name, docker.ports[name]));
  } else if (missing.length > 0) {
    const embedded = await startEmbedded(missing, {
      state,
      supervisor,
      throwAway,
      ports: o.ports ?? (throwAway ? undefined : USUAL_PORTS),
      brokerAdvertises,
      log,
    });
    for (const [name, url] of embedded) urls.set(name, url);
    supervised.push(...missing);
  }
  const urlOf = (name: ServerName): string => urls.get(name) ?? urlAt(name, USUAL_PORTS[name]);
  return {
    urls: { postgresUrl: urlOf('postgres'), kafkaBrokers: urlOf('kafka'), redisUrl: urlOf('redis') },
    supervised,
    async stop() {
      await Promise.all([...supervised.map((name) => supervisor.stop(name)), stopDocker?.()]);
    },
  };
}

/** Where embedded servers keep their data; outside the state folder where `nobody` cannot reach that. */
const dataFolder = (state: string): string => path.join(reachableFolder(serverUser(), state), 'data');

/** Removes the data of embedded servers that do not run; a folder made for it elsewhere, too. */
export function removeServerData(state: string): void {
  const data = dataFolder(state);
  rmSync(data, { recursive: true, force: true });
}

/**
 * Starts a server on a port that it has to itself: between the choice of a port and the server's start another one may
 * take it.
 * @throws NotReady with the end of its log; PortLost when it lost a port each time
 */
async function startOnItsPort(
  name: ServerName,
  run: EmbeddedRun,
  usual: number | undefined,
  supervisor: Supervisor,
): Promise<PreparedServer> {
  for (let attempt = 1; ; attempt += 1) {
    const server = await PREPARE[name](run, attempt === 1 ? usual : undefined);
    try {
      await supervisor.start(server.spec);
      return server;
    } catch (error) {
      const isLost = error instanceof PortLost || server.spec.isHopeless?.() === true;
      if (!isLost || attempt === MAX_ATTEMPTS) throw error;
      await supervisor.stop(name);
      run.log(`another program took the port of ${name} (${server.url}): it gets another one`);
    }
  }
}

async function startEmbedded(
  names: ServerName[],
  o: {
    state: string;
    supervisor: Supervisor;
    throwAway: boolean;
    ports: Readonly<Record<ServerName, number>> | undefined;
    brokerAdvertises: number | undefined;
    log: (line: string) => void;
  },
): Promise<Map<ServerName, string>> {
  process.umask(0o022); // what we create is entered by the servers' user
  const user = serverUser();
  const runFolder = openFolder(dataFolder(o.state));
  const run = {
    state: o.state,
    runFolder,
    artefacts: artefactsFolder(user),
    user,
    durable: !o.throwAway,
    brokerAdvertises: o.brokerAdvertises,
    log: o.log,
  };
  const started = await Promise.all(
    names.map(async (name): Promise<[ServerName, string]> => {
      const usual = o.ports?.[name];
      const server = await startOnItsPort(name, run, usual, o.supervisor);
      const port = Number(server.url.split(':').at(-1));
      if (usual !== undefined && port !== usual) o.log(`port ${usual} is taken: ${name} listens on ${port}`);
      return [name, server.url];
    }),
  );
  return new Map(started);
}
