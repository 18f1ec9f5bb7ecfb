import { rest } from '../client/index.ts';
import type { Account } from '../client/index.ts';
import type { SubgraphName } from '../system/ports.ts';
import type { Reprocessing } from './operations.ts';
import { reprocess, reprocessingsOf } from './operations.ts';

const LOOK_MS = 500;

/**
 * Has the running service take a topic from its beginning again, and waits until it has. What was applied before is
 * not applied again, so this may be done twice, and while the service works.
 * @returns the request; still without `finishedAt` when the time-out came first
 */
export async function reprocessTopic(
  operator: Account,
  service: SubgraphName,
  o: { topic: string; timeoutMs: number },
): Promise<Reprocessing> {
  const deadline = Date.now() + o.timeoutMs;
  let { topicReprocessing: request } = await operator.execute(reprocess(service), { topic: o.topic });
  while (request.finishedAt === null && Date.now() < deadline) {
    await rest(LOOK_MS);
    const { operations } = await operator.execute(reprocessingsOf(service), {});
    request = operations?.topicReprocessings.find(({ id }) => id === request.id) ?? request;
  }
  return request;
}
