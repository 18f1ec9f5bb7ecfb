import { kafkaClient } from '@nakku/kafka';
import { servers } from './servers.ts';

/** A client that tries as long as tests want to wait. */
export function testKafka(brokers = servers().kafkaBrokers): ReturnType<typeof kafkaClient> {
  return kafkaClient(brokers.split(','), 'testkit', { retries: 10, maxRetryTime: 30_000 });
}

/** Deletes the topics and the consumer groups whose names begin with `prefix`. */
export async function dropTopics(prefix: string): Promise<void> {
  if (prefix === '') throw new Error('a prefix is required: without one every topic would go');
  const admin = testKafka().admin();
  await admin.connect();
  try {
    const { groups } = await admin.listGroups();
    const ours = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix));
    // A group with members left cannot be deleted; it expires by itself.
    if (ours.length > 0) await admin.deleteGroups(ours).catch(() => undefined);
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics, timeout: 10_000 });
  } finally {
    await admin.disconnect();
  }
}
