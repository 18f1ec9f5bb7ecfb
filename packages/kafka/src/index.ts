/** The one place that creates clients of Kafka, and what kafkajs does not do by itself. */

export { kafkaClient } from './client.ts';
export { topicOffsets } from './topicOffsets.ts';
