import { setTimeout as pause } from 'node:timers/promises';
import { topics } from '@nakku/contracts';
import { kafkaClient } from '@nakku/kafka';
import type { Topic } from '@nakku/contracts';
import type { Admin, ITopicConfig } from 'kafkajs';

const dayMs = 86_400_000;
const deadLetterDays = 30;
const hostedTimeoutMs = 15_000;
const hostedPollMs = 25;

/** Name of the topic that shows a service's dead letters; platform.dead_letters is what a re-drive reads. */
export function deadLetterTopic(service: string): string {
  return `${service}.dlq`;
}

export interface EnsureTopicsOptions {
  /** Services whose dead-letter topics are wanted as well. */
  readonly services?: readonly string[];
  /** Default 1. */
  readonly replicationFactor?: number;
}

/**
 * Creates the topics of all contracts that are missing, with their partitions, clean-up and retention. Never changes
 * an existing one. Safe from several processes at once.
 * @returns names of the topics that were missing, with the prefix.
 * @throws when the broker is not reachable or refuses.
 */
export async function ensureTopics(
  brokers: readonly string[],
  prefix: string,
  o: EnsureTopicsOptions = {},
): Promise<readonly string[]> {
  const admin = kafkaClient(brokers, 'nakku-topics').admin();
  await admin.connect();
  try {
    return await createMissing(admin, prefix, o);
  } finally {
    await admin.disconnect();
  }
}

async function createMissing(
  admin: Admin,
  prefix: string,
  o: EnsureTopicsOptions,
): Promise<readonly string[]> {
  const existing = new Set(await admin.listTopics());
  const wanted = [
    ...Object.values(topics).map((topic) => configOf(topic)),
    ...(o.services ?? []).map((service) => configOfDeadLetters(service)),
  ].map((config) => ({
    ...config,
    topic: prefix + config.topic,
    replicationFactor: o.replicationFactor ?? 1,
  }));
  const missing = wanted.filter((config) => !existing.has(config.topic));
  // False only when another process created them first: then they are there as well.
  if (missing.length > 0) {
    await admin.createTopics({ topics: missing, waitForLeaders: false, timeout: hostedTimeoutMs });
  }
  await untilHosted(
    admin,
    wanted.map((config) => config.topic),
  );
  return missing.map((config) => config.topic);
}

/**
 * Waits until every partition has a leader. kafkajs' own wait gives up at "does not host this topic-partition",
 * which is what a busy broker says of a topic that it has just accepted.
 */
async function untilHosted(admin: Admin, names: string[]): Promise<void> {
  const end = performance.now() + hostedTimeoutMs;
  for (;;) {
    try {
      const { topics: hosted } = await admin.fetchTopicMetadata({ topics: names });
      if (hosted.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    if (performance.now() > end)
      throw new Error(`no leader within ${hostedTimeoutMs} ms: ${names.join(', ')}`);
    await pause(hostedPollMs);
  }
}

function configOf(topic: Topic): ITopicConfig {
  const retention = topic.retentionDays === null ? '-1' : String(topic.retentionDays * dayMs);
  return {
    topic: topic.name,
    numPartitions: topic.partitions,
    configEntries: [
      { name: 'cleanup.policy', value: topic.cleanup },
      { name: 'retention.ms', value: retention },
      ...compactionLag(topic.maxCompactionLagDays),
    ],
  };
}

/** The broker never compacts the segment it writes to, so that one ends with the lag. */
function compactionLag(days: number | undefined): { name: string; value: string }[] {
  if (days === undefined) return [];
  return ['max.compaction.lag.ms', 'segment.ms'].map((name) => ({ name, value: String(days * dayMs) }));
}

function configOfDeadLetters(service: string): ITopicConfig {
  return {
    topic: deadLetterTopic(service),
    numPartitions: 1,
    configEntries: [
      { name: 'cleanup.policy', value: 'delete' },
      { name: 'retention.ms', value: String(deadLetterDays * dayMs) },
    ],
  };
}
