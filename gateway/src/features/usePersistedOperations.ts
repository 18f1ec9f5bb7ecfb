import { logger } from '@nakku/telemetry';
import { openDocumentStore } from '../admission/persisted/documentStore.ts';
import { createPersistedOperations } from '../admission/persisted/persistedOperations.ts';
import type { ResolvePersisted } from '../admission/persisted/persistedOperations.ts';
import { openSafelists } from '../admission/persisted/safelists.ts';
import type { Safelist } from '../admission/persisted/manifest.ts';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import type { Lifecycle } from './lifecycle.ts';

/** Operations by their hash, and manifests of what may run: options in the section `persisted`. */
export async function usePersistedOperations(
  { persisted, redis, demand, identity }: Pick<GatewayConfig, 'persisted' | 'redis' | 'demand' | 'identity'>,
  lifecycle: Lifecycle,
): Promise<{ readonly resolve: ResolvePersisted; readonly safelist: () => Safelist }> {
  const log = logger({ part: 'persisted operations' });
  const safelists = openSafelists(persisted.manifests, log);
  lifecycle.onStop(() => safelists.stop());
  const store =
    persisted.automatic && persisted.mode !== 'safelist'
      ? await openDocumentStore({
          redisUrl: redis.cacheUrl ?? redis.url,
          prefix: redis.prefix,
          maxDocuments: persisted.cached,
          ttlSeconds: persisted.ttlSeconds,
          maxDocumentCharacters: persisted.maxDocumentCharacters,
          maxCharacters: persisted.maxCharacters,
          charactersPerClient: persisted.charactersPerClient,
          secret: identity.privateJwk.d,
          timeoutMs: demand.redisTimeoutMs,
          log,
        })
      : undefined;
  lifecycle.onStop(() => store?.stop());
  const resolve = createPersistedOperations({
    mode: persisted.mode,
    requireId: persisted.requireId,
    safelist: safelists.current,
    store,
    log,
  });
  return { resolve, safelist: safelists.current };
}
