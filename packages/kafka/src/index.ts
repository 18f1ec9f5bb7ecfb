/** The one place that creates clients of Kafka. */

export { kafkaClient } from './client.ts';
