import { z } from 'zod';
import { SUBGRAPHS } from '../../../tools/src/system/services.ts';
import type { SubgraphName } from '../../../tools/src/system/services.ts';

const addressSchema = z.object({
  controlUrl: z.string(),
  gatewayUrl: z.string(),
  servers: z.object({ postgresUrl: z.string(), kafkaBrokers: z.string(), redisUrl: z.string() }),
  state: z.string(),
  ports: z.record(z.string(), z.number()),
  databasePrefix: z.string(),
  /** Seals the signing keys in the database of users. */
  keySecret: z.string(),
});

export { SUBGRAPHS };
export type Subgraph = SubgraphName;
export type Service = Subgraph | 'gateway' | 'payment-provider' | 'mail-catcher';
/** A service that shows metrics and health. */
export type Observed = Subgraph | 'gateway';
export type Server = 'postgres' | 'kafka' | 'redis';

/** One more process of a service, such as `orders-2`. */
export interface Replica {
  readonly name: string;
  readonly url: string;
}

/** The system of this jest worker, or the one that NAKKU_E2E_SYSTEM describes. */
async function addressOfSystem(): Promise<z.infer<typeof addressSchema>> {
  const { NAKKU_E2E_SYSTEM: given, NAKKU_E2E_HOST: host, JEST_WORKER_ID: worker } = process.env;
  if (given) return addressSchema.parse(JSON.parse(given));
  const response = await fetch(`${host}/${worker}`, { headers: { connection: 'close' } });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return addressSchema.parse(JSON.parse(text));
}

/** What is done to a process goes through its supervisor. */
export const system = {
  ...(await addressOfSystem()),
  url(name: Service): string {
    return `http://127.0.0.1:${system.ports[name]}`;
  },
  /** Where `/metrics` and `/health` of a service are. */
  internalUrl(name: Observed): string {
    return `http://127.0.0.1:${system.ports[`${name}-internal`]}`;
  },
  databaseUrl(name: Subgraph): string {
    return `${system.servers.postgresUrl}/${system.databasePrefix}${name}`;
  },
  /** kill -9; the supervisor starts it again. */
  kill: (name: Service | Server) => act('kill', name),
  signal: (name: Service | Server, signal: NodeJS.Signals) => act('signal', name, { signal }),
  /** Resolves when it is ready (again). */
  whenReady: (name: Service | Server) => act('ready', name),
  /** Graceful; it stays down until `start`. */
  stop: (name: Service | Server) => act('stop', name),
  start: (name: Service | Server, environment: Record<string, string> = {}) =>
    act('start', name, environment),
  /** @param environment variables over its own, for this and later starts */
  restart: (name: Service | Server, environment: Record<string, string> = {}) =>
    act('restart', name, environment),
  /** One more process of a service; it is stopped by its name. @param environment variables over the service's */
  replica: async (name: Service, environment: Record<string, string> = {}): Promise<Replica> =>
    z.object({ name: z.string(), url: z.string() }).parse(await act('replica', name, environment)),
  /** kill -9 of a replica, which comes back, or its end. */
  endReplica: ({ name }: Replica, how: 'kill' | 'stop') => act(how, name),
  pid: async (name: Service | Server) => z.number().parse(await act('pid', name)),
};

async function act(action: string, name: string, body: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(`${system.controlUrl}/${action}/${name}`, {
    method: 'POST',
    headers: { connection: 'close' },
    body: JSON.stringify(body),
  });
  const reply = z.object({ value: z.unknown(), error: z.string().optional() }).parse(await response.json());
  if (reply.error !== undefined) throw new Error(`${action} ${name}: ${reply.error}`);
  return reply.value;
}
