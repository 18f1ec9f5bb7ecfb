/** Events as contracts between contexts: topics, versions, zod schemas of the data, and the envelope around them. */

export { asyncApiDocument } from './asyncapi.ts';
export { contracts } from './contracts.ts';
export type { EventData, EventType } from './contracts.ts';
export { dataSchema, isEventType, openEnvelope, openEvent, problemsOf } from './envelope.ts';
export type { Envelope, MessageHeaders, ReceivedEvent } from './envelope.ts';
export * from './topics.ts';
export * from './values.ts';
export * from './users.ts';
export * from './products.ts';
export * from './inventory.ts';
export * from './checkoutOptions.ts';
export * from './deliveryTerms.ts';
export * from './discounts.ts';
export * from './orderLine.ts';
export * from './orders.ts';
export * from './payments.ts';
export * from './paymentMethods.ts';
export * from './delivery.ts';
export * from './notifications.ts';
