import { existsSync } from 'node:fs';
import path from 'node:path';
import { respondsOk } from '../processes/respondsOk.ts';
import type { SupervisedSpec } from '../processes/supervisor.ts';
import type { Installation, ServiceDefinition } from './services.ts';
import { logFileOf, repositoryRoot } from '../checkout/state.ts';

const GRACE_MS = 7_000; // more than the SHUTDOWN_GRACE_MS that services are given
/** Ten services ask for little of the processor while they start on two cores. */
const POLL_MS = 150;
/** What V8 has made of the modules that services load: kept, it saves a quarter of a start. Node before 22 ignores it. */
const COMPILE_CACHE = path.join(repositoryRoot, 'node_modules/.cache/nakku-compile');

/** Where a service is reached from this machine; undefined for one that does not listen. */
export function localAddress(service: ServiceDefinition, i: Installation): string | undefined {
  const [port] = service.ports;
  return port === undefined ? undefined : `http://127.0.0.1:${i.ports[port]}`;
}

export const isBuilt = (service: ServiceDefinition): boolean =>
  existsSync(path.join(repositoryRoot, service.folder, service.entry));

/**
 * How the built service runs as a child of this process.
 * @param o.environment variables over those of the table, e.g. a failpoint
 * @param o.whenLate see `SupervisedSpec`
 * @param o.incomplete whether a subgraph is left out or stays down: the gateway, which is ready when it has reached
 *   all of them, is then taken as soon as it runs, to serve what the others can
 */
export function serviceSpec(
  service: ServiceDefinition,
  i: Installation,
  o: {
    state: string;
    environment?: Record<string, string>;
    incomplete: () => boolean;
    whenLate?: 'fail' | 'wait';
  },
): SupervisedSpec {
  const address = localAddress(service, i);
  // On /ready a service says that it can serve, on /live that it runs.
  const isReady = async (at: string): Promise<boolean> =>
    (await respondsOk(`${at}/ready`)) ||
    (service.kind === 'gateway' && o.incomplete() && (await respondsOk(`${at}/live`)));
  return {
    name: service.name,
    command: process.execPath,
    args: ['--enable-source-maps', path.join(repositoryRoot, service.folder, service.entry)],
    env: {
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ...process.env,
      ...service.environment(i),
      ...o.environment,
    },
    cwd: repositoryRoot,
    output: logFileOf(o.state, service.name),
    graceMs: GRACE_MS,
    pollMs: POLL_MS,
    whenLate: o.whenLate ?? 'fail',
    ...(address === undefined
      ? {}
      : { isReady: () => isReady(address), isResponsive: () => respondsOk(`${address}/live`) }),
  };
}
