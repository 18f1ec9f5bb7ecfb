export { startPaymentProvider } from './start.ts';
export type { PaymentProvider, PaymentProviderOptions } from './start.ts';
export { signatureOf } from './webhooks.ts';
export type { WebhookTarget } from './webhooks.ts';
export type { FaultSettings } from './faults.ts';
export type { Entry, EntryKind } from './journal.ts';
export type { OrderTotals } from './totals.ts';
