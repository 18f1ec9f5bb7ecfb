import { checkInvariants, describeResults } from '../../../tools/src/verify/invariants/index.ts';
import { system } from './system.ts';

/** Every order ends within this time once nothing goes wrong any more. */
const IDLE_TIMEOUT_MS = 60_000;

/** What is broken, as readable text; '' when every invariant holds over all databases, the broker and the provider. */
export async function brokenInvariants(): Promise<string> {
  const report = await checkInvariants(
    {
      databaseUrl: (name) => system.databaseUrl(name),
      kafkaBrokers: system.servers.kafkaBrokers,
      topicPrefix: '',
      providerUrl: system.url('payment-provider'),
    },
    { idleTimeoutMs: IDLE_TIMEOUT_MS },
  );
  return report.holds && report.unsettled.length === 0 ? '' : describeResults(report);
}
