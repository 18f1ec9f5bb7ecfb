import { setTimeout as pause } from 'node:timers/promises';
import { findTopicReprocessing, requestTopicReprocessing } from '@nakku/messaging';
import type { TopicReprocessing } from '@nakku/messaging';
import { withPool } from './withPool.ts';

const LOOK_MS = 200;

/**
 * Has the running service take a topic from its beginning again, and waits until it has. What was applied before is
 * not applied again, so this may be done twice, and while the service works.
 * @returns the replay; still without `finishedAt` when `withinMs` were over
 */
export function reprocessTopic(
  url: string,
  topic: string,
  o: { by: string; withinMs: number },
): Promise<TopicReprocessing> {
  return withPool(url, async (pool) => {
    const deadline = Date.now() + o.withinMs;
    let replay = await requestTopicReprocessing(pool, topic, o.by);
    while (replay.finishedAt === null && Date.now() < deadline) {
      await pause(LOOK_MS);
      replay = (await findTopicReprocessing(pool, replay.id)) ?? replay;
    }
    return replay;
  });
}
