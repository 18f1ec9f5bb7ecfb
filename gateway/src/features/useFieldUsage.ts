import { logger } from '@nakku/telemetry';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import { createObserveUsage } from '../usage/observeUsage.ts';
import type { ObserveUsage } from '../usage/observeUsage.ts';
import { createUsageRecorder } from '../usage/usageRecorder.ts';
import type { Lifecycle } from './lifecycle.ts';

/** Which client uses which field, and what clients hear of deprecations: options in the section `fieldUsage`. */
export function useFieldUsage(
  { fieldUsage, redis }: Pick<GatewayConfig, 'fieldUsage' | 'redis'>,
  lifecycle: Lifecycle,
): ObserveUsage {
  const log = logger({ part: 'usage' });
  const recorder = fieldUsage.enabled
    ? createUsageRecorder({
        redisUrl: redis.url,
        prefix: redis.prefix,
        days: fieldUsage.days,
        maxEntries: fieldUsage.maxEntries,
        flushMs: fieldUsage.flushMs,
        log,
      })
    : undefined;
  lifecycle.onStop(() => recorder?.stop());
  return createObserveUsage({ recorder, log });
}
