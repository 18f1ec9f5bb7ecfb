import { tcpProxy } from '@nakku/testkit';
import type { TcpProxy } from '@nakku/testkit';
import type { Installation, ServiceName } from '../../system/services.ts';
import { SUBGRAPHS, databaseUrl } from '../../system/services.ts';
import type { ServiceEnvironments } from '../../system/systemTypes.ts';

/** A proxy on every way between two processes, so that each can be broken alone. */
export interface Links {
  /** Port of the way that everybody has to the broker: a client goes where the broker tells it. */
  readonly brokerPort: number;
  readonly gatewayUrl: string;
  readonly names: readonly string[];
  proxy(name: string): TcpProxy;
  /** Sends the ways to the processes of this installation. @returns what makes its services take them */
  environment(i: Installation): ServiceEnvironments;
  restoreAll(): void;
  close(): Promise<void>;
}

const BROKER = 'all → kafka';
const GATEWAY = 'clients → gateway';
const PROVIDER = 'payments → payment-provider';
const WEBHOOK = 'payment-provider → payments';
const USES_REDIS: readonly ServiceName[] = [...SUBGRAPHS, 'gateway'];
const toPostgres = (name: string): string => `${name} → postgres`;
const toRedis = (name: string): string => `${name} → redis`;
const toSubgraph = (name: string): string => `gateway → ${name}`;

const NAMES: readonly string[] = [
  BROKER,
  GATEWAY,
  PROVIDER,
  WEBHOOK,
  ...SUBGRAPHS.map(toPostgres),
  ...USES_REDIS.map(toRedis),
  ...SUBGRAPHS.map(toSubgraph),
];

/** Where each way ends. */
function targetsOf(i: Installation): ReadonlyMap<string, string> {
  const at = (port: keyof Installation['ports']): string => `127.0.0.1:${i.ports[port]}`;
  return new Map([
    [BROKER, i.servers.kafkaBrokers],
    [GATEWAY, at('gateway')],
    [PROVIDER, at('payment-provider')],
    [WEBHOOK, at('payments-webhook')],
    ...SUBGRAPHS.map((name) => [toPostgres(name), new URL(i.servers.postgresUrl).host] as const),
    ...USES_REDIS.map((name) => [toRedis(name), new URL(i.servers.redisUrl).host] as const),
    ...SUBGRAPHS.map((name) => [toSubgraph(name), at(name)] as const),
  ]);
}

export async function openLinks(): Promise<Links> {
  let targets: ReadonlyMap<string, string> = new Map();
  const proxies = new Map(
    await Promise.all(NAMES.map(async (name) => [name, await tcpProxy(() => targets.get(name))] as const)),
  );
  const proxy = (name: string): TcpProxy => {
    const found = proxies.get(name);
    if (!found) throw new Error(`there is no link ${name}`);
    return found;
  };
  const hostOf = (name: string): string => `127.0.0.1:${proxy(name).port}`;
  const through = (url: string, name: string): string => {
    const moved = new URL(url);
    moved.host = hostOf(name);
    return moved.href.replace(/\/$/, '');
  };

  function environment(i: Installation): ServiceEnvironments {
    targets = targetsOf(i);
    const gateway = {
      REDIS_URL: through(i.servers.redisUrl, toRedis('gateway')),
      USERS_JWKS_URL: `http://${hostOf(toSubgraph('users'))}/.well-known/jwks.json`,
      SUBGRAPH_URLS: JSON.stringify(
        Object.fromEntries(SUBGRAPHS.map((name) => [name, `http://${hostOf(toSubgraph(name))}/graphql`])),
      ),
    };
    const subgraphs = SUBGRAPHS.map((name) => [
      name,
      {
        DATABASE_URL: through(databaseUrl(i, name), toPostgres(name)),
        REDIS_URL: through(i.servers.redisUrl, toRedis(name)),
        KAFKA_BROKERS: hostOf(BROKER),
        ...(name === 'payments' ? { STRIPE_API_PORT: String(proxy(PROVIDER).port) } : {}),
      },
    ]);
    return {
      ...Object.fromEntries(subgraphs),
      gateway,
      'payment-provider': { PAYMENTS_WEBHOOK_URL: `http://${hostOf(WEBHOOK)}/webhooks/stripe` },
      simulator: { GATEWAY_URL: `http://${hostOf(GATEWAY)}`, SIMULATION_SPEED: '2' },
    };
  }

  return {
    brokerPort: proxy(BROKER).port,
    gatewayUrl: `http://${hostOf(GATEWAY)}`,
    names: NAMES,
    proxy,
    environment,
    restoreAll: () => proxies.forEach((one) => one.restore()),
    close: async () => {
      await Promise.all([...proxies.values()].map((one) => one.close()));
    },
  };
}
