import type { Holder } from '../processes/lock.ts';
import { EXIT_CONFIG } from '../processes/supervisor.ts';
import type { SupervisorEvent } from '../processes/supervisor.ts';
import type { RunFile } from '../servers/runFile.ts';

const NAME_WIDTH = 18;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** One line of the launcher's output for what happened to a child. */
export function describeEvent(event: SupervisorEvent): string {
  const name = event.name.padEnd(NAME_WIDTH);
  if (event.kind === 'ready')
    return `${name}${event.restarted ? 'ready again' : 'ready'} in ${seconds(event.afterMs)}`;
  if (event.kind === 'late')
    return `${name}is not ready after ${seconds(event.afterMs)}, still waiting for it`;
  if (event.kind === 'stalled')
    return `${name}has not responded for ${seconds(event.afterMs)}, it is killed and starts again`;
  if (event.kind === 'unusable') return `${name}stays down: ${event.reason}`;
  const ended = event.exit.signal ?? `code ${event.exit.code}`;
  if (event.kind === 'died') return `${name}died (${ended}), starting again in ${seconds(event.againInMs)}`;
  if (event.exit.code === EXIT_CONFIG) return `${name}refuses its configuration and stays down, see its log`;
  if (event.deaths === 1) return `${name}cannot go on (${ended}) and stays down, see its log`;
  return `${name}died ${event.deaths} times within a minute (${ended}) and stays down`;
}

/** Says who runs already, where, and how to get rid of it. */
export function refusal(what: string, state: string, by: Holder, run: RunFile | undefined): string {
  const lines = [`${what} of ${state} run already: pid ${by.pid}, since ${by.since} (${by.command})`];
  if (run?.gatewayUrl) lines.push(`  gateway     ${run.gatewayUrl}`);
  if (run)
    lines.push(
      `  PostgreSQL  ${run.postgresUrl}`,
      `  Kafka       ${run.kafkaBrokers}`,
      `  Redis       ${run.redisUrl}`,
    );
  lines.push(
    `Stop it with Ctrl-C there or: kill ${by.pid}. For a second one beside it set NAKKU_STATE to another folder.`,
  );
  return lines.join('\n');
}
