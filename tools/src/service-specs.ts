import { existsSync } from 'node:fs';
import path from 'node:path';
import type { SupervisedSpec } from './processes/supervisor.ts';
import type { Installation, ServiceDefinition } from './services.ts';
import { logFileOf, repositoryRoot } from './state.ts';

const GRACE_MS = 7_000; // more than the SHUTDOWN_GRACE_MS that services are given
const PROBE_MS = 2_000;

/** Whether the service says on /ready that it can serve. */
async function saysReady(address: string): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/ready`, { signal: AbortSignal.timeout(PROBE_MS) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false; // does not listen yet
  }
}

/** Where a service is reached from this machine; undefined for one that does not listen. */
export function localAddress(service: ServiceDefinition, i: Installation): string | undefined {
  const [port] = service.ports;
  return port === undefined ? undefined : `http://127.0.0.1:${i.ports[port]}`;
}

export const isBuilt = (service: ServiceDefinition): boolean =>
  existsSync(path.join(repositoryRoot, service.folder, service.entry));

/**
 * How the built service runs as a child of this process.
 * @param extra variables over those of the table, e.g. a failpoint
 */
export function serviceSpec(
  service: ServiceDefinition,
  i: Installation,
  state: string,
  extra: Record<string, string> = {},
): SupervisedSpec {
  const address = localAddress(service, i);
  return {
    name: service.name,
    command: process.execPath,
    args: ['--enable-source-maps', path.join(repositoryRoot, service.folder, service.entry)],
    env: { ...process.env, ...service.environment(i), ...extra },
    cwd: repositoryRoot,
    output: logFileOf(state, service.name),
    graceMs: GRACE_MS,
    ...(address === undefined ? {} : { isReady: () => saysReady(address) }),
  };
}
