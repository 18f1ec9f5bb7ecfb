import { setTimeout as delay } from 'node:timers/promises';
import type { Admin } from 'kafkajs';

type Offsets = Awaited<ReturnType<Admin['fetchTopicOffsets']>>;

const maxTries = 20;
const retryMs = 100;

/**
 * Where each partition of a topic begins and ends. kafkajs gives up at once while a partition has no leader that its
 * broker knows of, which is so for a moment after the topic was created; this tries again for two seconds.
 * @throws KafkaJSError when the broker is away, the topic is missing, or a partition stays without a leader
 */
export async function topicOffsets(admin: Pick<Admin, 'fetchTopicOffsets'>, topic: string): Promise<Offsets> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await admin.fetchTopicOffsets(topic);
    } catch (error) {
      if (!isRetriable(error) || tries >= maxTries) throw error;
      await delay(retryMs);
    }
  }
}

/** By its property: Node finds no names of kafkajs' error classes to import. */
const isRetriable = (error: unknown): boolean =>
  error instanceof Error && 'retriable' in error && error.retriable === true;
