export { kafkaClient } from './client.ts';
