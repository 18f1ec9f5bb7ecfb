import type { ObserverPorts, Observers } from '../observability/observers.ts';
import type { RestartPolicy } from '../processes/restartPolicy.ts';
import type { SupervisorEvent } from '../processes/supervisor.ts';
import type { ServerName } from '../servers/docker.ts';
import type { ServerUrls } from '../servers/startServers.ts';
import type { Installation, ObservedName, ServiceDefinition, ServiceName, SubgraphName } from './services.ts';

export type ServiceEnvironments = Partial<Record<ServiceName, Record<string, string>>>;

export interface SystemOptions {
  /** Folder for data, logs, locks and keys; two systems at once need two. */
  state: string;
  /** `usual` ports (4000 and up), or any `free` ones. */
  ports: 'usual' | 'free';
  durationsProfile: 'production' | 'demo' | 'test';
  /**
   * Addresses to use, or `own` for embedded servers whatever the environment says. Otherwise those that run for the
   * state folder, otherwise those that `startServers` finds.
   */
  servers?: ServerUrls | 'own';
  /** Own servers on free ports that need not survive a power failure. */
  throwAwayServers?: boolean;
  /** Before databases, topics and Redis keys, for several systems on the same servers. */
  prefix?: string;
  without?: readonly ServiceName[];
  /** Other programs in the place of the services of the table. */
  services?: readonly ServiceDefinition[];
  /**
   * Variables over those of the table, by service; a function is asked as soon as servers and ports are known,
   * before anything uses them.
   */
  environment?: ServiceEnvironments | ((installation: Installation) => ServiceEnvironments);
  /** Port on 127.0.0.1 that the system's own broker tells its clients instead of the one it listens on: a proxy's. */
  brokerAdvertises?: number;
  /** Demo accounts, shops and products; default: unless the profile is `production`. */
  seed?: boolean;
  /** Of services, and of the system's own servers. */
  restartPolicy?: RestartPolicy;
  /** Go on without services that do not start, instead of stopping all; default false. */
  tolerant?: boolean;
  /** Prometheus, Alertmanager and a receiver of traces beside the services, on these ports. */
  observe?: ObserverPorts;
  /** Aborts a start: what was started is stopped, and the start rejects. */
  abort?: AbortSignal;
  log?: (line: string) => void;
  onEvent?: (event: SupervisorEvent) => void;
}

/** One more process of a service. */
export interface Replica {
  name: string;
  url: string;
}

/** A running system: all services on real servers, as processes of their own. */
export interface System {
  gatewayUrl: string;
  servers: ServerUrls;
  installation: Installation;
  /** `http://127.0.0.1:<port>` of a service that listens. */
  url(service: ServiceName): string;
  /** Where `/metrics` and `/health` of a service are. */
  internalUrl(service: ObservedName): string;
  databaseUrl(subgraph: SubgraphName): string;
  /** Where it is observed, when that was asked for. */
  observers: Observers | undefined;
  /** Services that did not start (only when tolerant). */
  failed: readonly ServiceName[];
  /** kill -9; the supervisor starts it again. Servers only when they are the system's own. */
  kill(name: ServiceName | ServerName): void;
  signal(name: ServiceName | ServerName, signal: NodeJS.Signals): void;
  /** Resolves when it is ready (again). */
  whenReady(name: ServiceName | ServerName): Promise<void>;
  /** Graceful stop; it stays down until `startAgain`. */
  stopOne(name: ServiceName | ServerName): Promise<void>;
  startAgain(name: ServiceName | ServerName, environment?: Record<string, string>): Promise<void>;
  restart(name: ServiceName | ServerName, environment?: Record<string, string>): Promise<void>;
  pid(name: ServiceName | ServerName): number | undefined;
  /**
   * One more process of a service that listens on one port, beside those that run, on the same databases, topics and
   * Redis. Its name (`orders-2`) is good for everything that is done to a service.
   * @param environment variables over those of the service
   */
  startReplica(name: ServiceName, environment?: Record<string, string>): Promise<Replica>;
  /** Stops the services, then its own servers. */
  stop(): Promise<void>;
}
