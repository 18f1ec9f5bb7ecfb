import { counter } from '@nakku/telemetry';
import type { Logger } from '@nakku/telemetry';
import { LRUCache } from 'lru-cache';
import type { Admitted } from '../request/admitted.ts';
import type { ClientIdentity } from '../request/clientIdentity.ts';
import type { DeprecatedUse } from './deprecatedUse.ts';
import { dayOf } from './usageRecord.ts';

/** Pairs of client and operation that are remembered as said today. */
const maxRemembered = 1_000;

/** Says once a day which client's operation uses what will go; the metric counts every request. */
export function createDeprecationLog(o: { readonly log: Logger; readonly now?: () => number }) {
  const now = o.now ?? Date.now;
  const loggedOn = new LRUCache<string, string>({ max: maxRemembered });
  const total = counter('deprecated_use_total', 'Requests that used a deprecated element of the schema', [
    'coordinate',
  ]);
  return (admitted: Admitted, client: ClientIdentity, uses: readonly DeprecatedUse[]): void => {
    for (const { coordinate } of uses) total.inc({ coordinate });
    if (uses.length === 0) return;
    const key = `${client.name}\t${client.version}\t${admitted.key}`;
    const today = dayOf(now());
    if (loggedOn.get(key) === today) return;
    loggedOn.set(key, today);
    o.log.warn(
      {
        client: client.name,
        clientVersion: client.version,
        operation: admitted.operation.name?.value,
        deprecated: uses,
      },
      'a client uses what will be removed',
    );
  };
}
