/** Real servers, databases, topics, callers and clients for integration tests. */

export { servers } from './servers.ts';
export { eventually } from './eventually.ts';
export { redisPrefix, topicPrefix } from './names.ts';
export { createTestDatabase } from './database.ts';
export type { TestDatabase } from './database.ts';
export { dropRedisKeys } from './redis.ts';
export { dropTopics, testKafka } from './kafka.ts';
export { captureEvents } from './captureEvents.ts';
export type { CapturedEvent, EventCapture } from './captureEvents.ts';
export { eventProducer } from './eventProducer.ts';
export type { EventProducer, ProducedEvent } from './eventProducer.ts';
export { admin, anonymous, courier, customer, operator } from './callers.ts';
export { testIdentity } from './identity.ts';
export { subgraphClient } from './subgraphClient.ts';
export type { SubgraphClient, SubgraphMessage } from './subgraphClient.ts';
export { subgraphTestConfig } from './subgraphTestConfig.ts';
export { testWorld } from './testWorld.ts';
export type { TestWorld } from './testWorld.ts';
export { tcpProxy } from './tcpProxy.ts';
export type { TcpProxy } from './tcpProxy.ts';
export { freePort } from './freePort.ts';
export { mutationCases } from './mutationCases.ts';
export { operatorCases } from './operatorCases.ts';
export type { MutationCase } from './mutationCases.ts';
export { applyGuideStep, guideSteps } from './guide.ts';
export type { GuideStep } from './guide.ts';
