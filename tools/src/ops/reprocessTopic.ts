import { setTimeout as pause } from 'node:timers/promises';
import { findTopicReplay, requestTopicReplay } from '@nakku/events';
import type { TopicReplay } from '@nakku/events';
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
): Promise<TopicReplay> {
  return withPool(url, async (pool) => {
    const deadline = Date.now() + o.withinMs;
    let replay = await requestTopicReplay(pool, topic, o.by);
    while (replay.finishedAt === null && Date.now() < deadline) {
      await pause(LOOK_MS);
      replay = (await findTopicReplay(pool, replay.id)) ?? replay;
    }
    return replay;
  });
}
