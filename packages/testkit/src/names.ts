import { randomBytes } from 'node:crypto';

/** Short and unique among all test runs that share the servers. */
export function uniqueName(): string {
  return `${Date.now().toString(36)}${randomBytes(3).toString('hex')}`;
}

/** For KAFKA_TOPIC_PREFIX; drop its topics with `dropTopics`. */
export function topicPrefix(): string {
  return `t-${uniqueName()}.`;
}

/** For REDIS_PREFIX; drop its keys with `dropRedisKeys`. */
export function redisPrefix(): string {
  return `t:${uniqueName()}:`;
}
