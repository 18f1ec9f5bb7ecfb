import path from 'node:path';
import { localSecrets } from './secrets.ts';
import type { ServerUrls } from '../servers/startServers.ts';
import type { Installation, PortName } from './services.ts';

/** The installation on this machine that belongs to a state folder. */
export async function localInstallation(o: {
  state: string;
  servers: ServerUrls;
  ports: Record<PortName, number>;
  profile: string;
  /** Before databases, topics and Redis keys, for several systems on the same servers. */
  prefix?: string;
  /** Where traces are exported to; default OTLP_ENDPOINT, else nowhere. */
  otlpEndpoint?: string | undefined;
  env?: NodeJS.ProcessEnv;
}): Promise<Installation> {
  const { state, servers, ports, profile, prefix = '', env = process.env } = o;
  return {
    host: '127.0.0.1',
    hostOf: () => '127.0.0.1',
    servers,
    ports,
    databasePrefix: `${prefix}nakku_`,
    topicPrefix: prefix,
    redisPrefix: prefix,
    durationsProfile: profile,
    logLevel: env.LOG_LEVEL ?? 'info',
    otlpEndpoint: o.otlpEndpoint ?? env.OTLP_ENDPOINT ?? '',
    providerFolder: path.join(state, 'payment-provider'),
    providerPublicUrl: `http://127.0.0.1:${ports['payment-provider']}`,
    secrets: await localSecrets(state, env),
  };
}
