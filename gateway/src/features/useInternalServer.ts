import { startInternalServer } from '@nakku/service';
import type { InternalServer } from '@nakku/service';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import type { Lifecycle } from './lifecycle.ts';

/** `/metrics` and `/health`, which clients never reach; the options are `server.internalHost` and `internalPort`. */
export async function useInternalServer(
  { server }: Pick<GatewayConfig, 'server'>,
  lifecycle: Lifecycle,
): Promise<InternalServer> {
  const internal = await startInternalServer({
    service: 'gateway',
    host: server.internalHost,
    port: server.internalPort,
    health() {
      const { ready, detail } = lifecycle.health();
      return { ready, ...detail };
    },
  });
  lifecycle.onStop(() => internal.stop());
  return internal;
}
