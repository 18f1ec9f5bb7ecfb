import { rereadTopic } from '@nakku/messaging';
import { beginRebuild, finishRebuild } from '../app/rebuild.ts';
import type { AnalyticsConfig } from '../config.ts';
import { rollupHandlers } from '../events/consume/rollupHandlers.ts';
import { withPlatform } from './withPlatform.ts';

/** Stores first: an order is rolled up at once if its store is known. */
const TOPICS = ['inventory', 'orders', 'delivery', 'payments'] as const;

export interface RebuildResult {
  /** Messages that were read. */
  readonly delivered: number;
  /** Orders of which the topics do not have every event any more, taken over from what was known. */
  readonly carried: number;
}

/**
 * Reads all topics from their beginning into fresh rollups, beside the running service, and puts them in place of the present
 * ones. May be repeated, also after a crash: queries read the former rollups until the end.
 * @throws Error when the database or the broker is away, or another rebuild began meanwhile
 */
export function rebuild(
  config: Pick<AnalyticsConfig, 'DATABASE_URL' | 'KAFKA_BROKERS' | 'KAFKA_TOPIC_PREFIX'>,
  signal: AbortSignal = new AbortController().signal,
): Promise<RebuildResult> {
  const now = () => new Date();
  return withPlatform(config, async ({ db, pool, platform }) => {
    const generation = await beginRebuild({ platform });
    const handlers = rollupHandlers({ now }, [generation]);
    const kafka = { brokers: config.KAFKA_BROKERS, topicPrefix: config.KAFKA_TOPIC_PREFIX };
    let delivered = 0;
    for (const topic of TOPICS) {
      const read = await rereadTopic({ service: 'analytics', db, pool, kafka, topic, handlers, signal });
      delivered += read.delivered;
    }
    const finished = await finishRebuild({ db, platform, now }, generation);
    if (finished.kind === 'superseded') throw new Error('another rebuild has begun meanwhile');
    return { delivered, carried: finished.carried };
  });
}
