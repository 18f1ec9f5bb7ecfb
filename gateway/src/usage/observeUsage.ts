import type { Logger } from '@nakku/telemetry';
import type { Admitted } from '../request/admitted.ts';
import type { ClientIdentity } from '../request/clientIdentity.ts';
import { deprecatedUses, deprecationHeaders } from './deprecatedUse.ts';
import { createDeprecationLog } from './deprecationLog.ts';
import type { UsageRecorder } from './usageRecorder.ts';
import { usedBy } from './usedByOperation.ts';

/**
 * Notes an operation that a client begins, and gives the headers that tell the client what it uses that will go.
 * Without a recorder nothing is recorded, and clients are told all the same.
 */
export type ObserveUsage = (admitted: Admitted, client: ClientIdentity) => Readonly<Record<string, string>>;

export function createObserveUsage(o: {
  readonly recorder: UsageRecorder | undefined;
  readonly log: Logger;
}): ObserveUsage {
  const logUse = createDeprecationLog({ log: o.log });
  return (admitted, client) => {
    o.recorder?.note(client, usedBy(admitted));
    const uses = deprecatedUses(admitted);
    logUse(admitted, client, uses);
    return deprecationHeaders(uses);
  };
}
