/** Events over Kafka: relay, consumer, dead letters and reprocessing. */

export { createPlatform } from './createPlatform.ts';
export type { KafkaOptions, Tuning } from './options.ts';
export type { ConsumerHandlers, PlatformReadiness, RunningPlatform } from './runningPlatform.ts';
export { parseEventFaults } from './consumer/faults.ts';
export type { EventFaults } from './consumer/faults.ts';
export { projection, unorderedProjection } from './consumer/projection.ts';
export type { DeadLetter, DeadLetters } from './deadLetters/deadLetters.ts';
export { requestRedrive } from './deadLetters/request.ts';
export { ensureTopics } from './kafka/topics.ts';
export { rereadTopic } from './reprocessing/rereadTopic.ts';
export type { TopicReprocessing, TopicReprocessings } from './reprocessing/topicReprocessings.ts';
