import { topicOffsets } from '@nakku/kafka';
import { periodically } from '@nakku/platform';
import type { Periodic } from '@nakku/platform';
import type { Kafka } from 'kafkajs';
import type { MessagingMetrics } from '../metrics.ts';

/**
 * Measures how far the group is behind the end of each partition, by what it has committed: a consumer that is blocked
 * or gone shows as well. Every process of the service measures the whole group. While the broker is away the last
 * figures stay.
 */
export function measureLag(o: {
  kafka: Kafka;
  groupId: string;
  topicPrefix: string;
  topics: readonly string[];
  everyMs: number;
  metrics: MessagingMetrics;
}): Periodic {
  const admin = o.kafka.admin();
  let isConnected = false;
  const measuring = periodically('consumer lag', o.everyMs, async () => {
    if (!isConnected) await admin.connect();
    isConnected = true;
    const topics = o.topics.map((topic) => o.topicPrefix + topic);
    const committed = await admin.fetchOffsets({ groupId: o.groupId, topics });
    for (const { topic, partitions } of committed) {
      const ends = await topicOffsets(admin, topic);
      for (const { partition, low, high } of ends) {
        const offset = partitions.find((one) => one.partition === partition)?.offset ?? '-1';
        // Nothing committed yet: it will begin with the first message that is left.
        const next = BigInt(offset) < 0n ? BigInt(low) : BigInt(offset);
        o.metrics.lag(topic.slice(o.topicPrefix.length), partition, Math.max(0, Number(BigInt(high) - next)));
      }
    }
  });
  return {
    ...measuring,
    async stop() {
      await measuring.stop();
      await admin.disconnect().catch(() => undefined);
    },
  };
}
