import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { logFileOf, repositoryRoot } from '../checkout/state.ts';
import { CannotStart } from '../processes/cannotStart.ts';
import { respondsOk } from '../processes/respondsOk.ts';
import type { SupervisedSpec, Supervisor } from '../processes/supervisor.ts';
import { isFree } from '../servers/ports.ts';
import { programOnPath } from '../servers/preflight.ts';
import { SUBGRAPHS } from '../system/ports.ts';
import type { ObservedName } from '../system/ports.ts';

/** Where what observes the system listens, all on 127.0.0.1. */
export interface ObserverPorts {
  readonly prometheus: number;
  readonly alertmanager: number;
  /** Of the receiver of traces: the usual port of OTLP over HTTP. */
  readonly traces: number;
}

export interface Observers {
  readonly prometheusUrl: string;
  /** Undefined when Alertmanager is not installed. */
  readonly alertmanagerUrl: string | undefined;
  readonly tracesUrl: string;
}

/** The ports of `docker compose --profile observe`, moved by the same variables. */
export function usualObserverPorts(env: NodeJS.ProcessEnv = process.env): ObserverPorts {
  return {
    prometheus: Number(env.PROMETHEUS_PORT ?? 9_090),
    alertmanager: Number(env.ALERTMANAGER_PORT ?? 9_093),
    traces: Number(env.TRACES_PORT ?? 4_318),
  };
}

/** Where the receiver of traces will listen: services are started with it. */
export const tracesUrlOf = (ports: ObserverPorts): string => `http://127.0.0.1:${ports.traces}`;

/**
 * Starts Prometheus with the alerts of `deploy/`, Alertmanager where it is installed, and the receiver of traces.
 * @param o.scrapeEvery a duration of Prometheus, such as `5s`
 * @throws CannotStart when Prometheus is not installed or a port is taken
 */
export async function startObservers(o: {
  /** `host:port` of a service's metrics. */
  readonly target: (service: ObservedName) => string;
  readonly state: string;
  readonly supervisor: Pick<Supervisor, 'start'>;
  readonly ports: ObserverPorts;
  readonly scrapeEvery?: string;
}): Promise<Observers> {
  const { state, supervisor, ports } = o;
  const prometheus = programOnPath('prometheus');
  if (!prometheus)
    throw new CannotStart(
      'prometheus is not on the PATH: install it (Debian: apt-get install prometheus prometheus-alertmanager), or use docker compose --profile observe up',
    );
  for (const [name, port] of Object.entries(ports))
    if (!(await isFree(port))) throw new CannotStart(`port ${port} of ${name} is taken by another program`);
  const alertmanager = programOnPath('prometheus-alertmanager') ?? programOnPath('alertmanager');
  const folder = path.join(state, 'observe');
  mkdirSync(folder, { recursive: true });
  const program = (
    name: string,
    port: number,
    ready: string,
    spec: Pick<SupervisedSpec, 'command' | 'args'>,
  ): SupervisedSpec => ({
    ...spec,
    name,
    env: { ...process.env, PORT: String(port) },
    cwd: folder,
    output: logFileOf(state, name),
    isReady: () => respondsOk(`http://127.0.0.1:${port}${ready}`),
  });
  const config = path.join(folder, 'prometheus.yml');
  writeFileSync(
    config,
    // JSON is YAML too.
    JSON.stringify(prometheusConfig(o, alertmanager !== undefined)),
  );
  await Promise.all([
    supervisor.start(
      program('traces', ports.traces, '/ready', {
        command: process.execPath,
        args: [path.join(repositoryRoot, 'tools/dist/observability/traces/main.js')],
      }),
    ),
    supervisor.start(
      program('prometheus', ports.prometheus, '/-/ready', {
        command: prometheus,
        args: [
          `--config.file=${config}`,
          `--storage.tsdb.path=${path.join(folder, 'prometheus')}`,
          '--storage.tsdb.retention.time=7d',
          `--web.listen-address=127.0.0.1:${ports.prometheus}`,
        ],
      }),
    ),
    alertmanager === undefined
      ? undefined
      : supervisor.start(
          program('alertmanager', ports.alertmanager, '/-/ready', {
            command: alertmanager,
            args: [
              `--config.file=${path.join(repositoryRoot, 'deploy/alertmanager/alertmanager.yml')}`,
              `--storage.path=${path.join(folder, 'alertmanager')}`,
              `--web.listen-address=127.0.0.1:${ports.alertmanager}`,
              // One instance: no cluster, whose port would be open to other machines.
              '--cluster.listen-address=',
            ],
          }),
        ),
  ]);
  return {
    prometheusUrl: `http://127.0.0.1:${ports.prometheus}`,
    alertmanagerUrl: alertmanager === undefined ? undefined : `http://127.0.0.1:${ports.alertmanager}`,
    tracesUrl: tracesUrlOf(ports),
  };
}

/** As `deploy/prometheus/prometheus.yml`, for the ports of this installation. */
function prometheusConfig(
  o: {
    readonly target: (service: ObservedName) => string;
    readonly ports: ObserverPorts;
    readonly scrapeEvery?: string;
  },
  hasAlertmanager: boolean,
): unknown {
  const { target, ports, scrapeEvery: every = '5s' } = o;
  return {
    global: { scrape_interval: every, evaluation_interval: every },
    rule_files: [path.join(repositoryRoot, 'deploy/prometheus/rules.yml')],
    ...(hasAlertmanager
      ? {
          alerting: {
            alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${ports.alertmanager}`] }] }],
          },
        }
      : {}),
    scrape_configs: [
      {
        job_name: 'nakku',
        honor_labels: true,
        static_configs: (['gateway', ...SUBGRAPHS] as const).map((service) => ({
          targets: [target(service)],
          labels: { service },
        })),
      },
    ],
  };
}
