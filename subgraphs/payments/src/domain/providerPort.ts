import type { PaymentFailure } from '@nakku/contracts';

/** A payment intent as the provider shows it; amounts in minor units. */
export interface ProviderIntent {
  readonly ref: string;
  readonly state: 'ACTION_REQUIRED' | 'AUTHORIZED' | 'CAPTURED' | 'FAILED' | 'CANCELED';
  readonly amount: number;
  readonly captured: number;
  readonly currency: string;
  /** Where the customer must act. */
  readonly actionUrl: string | null;
  /** Why it failed. */
  readonly reason: PaymentFailure | null;
  /** Ours, from its metadata; null for an intent that we did not make. */
  readonly attemptId: string | null;
  readonly orderId: string | null;
  readonly createdAt: Date;
}

/** A refund as the provider shows it; amounts in minor units. */
export interface ProviderRefund {
  readonly ref: string;
  readonly intentRef: string | null;
  /** Ours, from its metadata; null for a refund that we did not make. */
  readonly refundId: string | null;
  readonly state: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  readonly amount: number;
  readonly currency: string;
}

/** A dispute (chargeback) as the provider shows it; amounts in minor units. */
export interface ProviderDispute {
  readonly ref: string;
  readonly intentRef: string | null;
  readonly state: 'OPEN' | 'WON' | 'LOST';
  /** In the provider's words, for example `fraudulent`. */
  readonly reason: string;
  readonly amount: number;
  readonly currency: string;
}

/** The call's outcome is unknown: repeat it with the same key. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly detail: string;
}

/** The provider will not do it; `intent` is what it has instead, if it shows that. */
export interface Refused {
  readonly kind: 'refused';
  readonly reason: PaymentFailure;
  readonly detail: string;
  readonly intent?: ProviderIntent;
}

export type IntentResponse =
  { readonly kind: 'intent'; readonly intent: ProviderIntent } | Refused | Unavailable;
/** The provider cannot increase this hold; another one may replace it. */
export interface Unsupported {
  readonly kind: 'unsupported';
  readonly detail: string;
}

export type IncreaseResponse = IntentResponse | Unsupported;
export type RefundResponse = { readonly kind: 'refunded'; readonly ref: string } | Refused | Unavailable;

export interface KeptMethod {
  readonly kind: 'method';
  /** To charge it with, again and again. */
  readonly token: string;
  readonly providerCustomer: string;
  readonly brand: string;
  readonly last4: string;
}
export type MethodResponse = KeptMethod | Refused | Unavailable;

export type WebhookReading =
  | {
      readonly kind: 'event';
      readonly id: string;
      readonly type: string;
      /** The intent as of the event; null for an event about something else. */
      readonly intent: ProviderIntent | null;
      /** The refund as of the event, likewise. */
      readonly refund: ProviderRefund | null;
      /** The dispute as of the event, likewise. */
      readonly dispute: ProviderDispute | null;
      /** The intent that it is about. */
      readonly intentRef: string | null;
    }
  | { readonly kind: 'forged'; readonly detail: string };

/** Every call carries a key: the provider does what one key asks for at most once. */
interface Keyed {
  readonly idempotencyKey: string;
}

export interface AuthorizeRequest extends Keyed {
  readonly orderId: string;
  readonly paymentId: string;
  readonly attemptId: string;
  readonly attempt: number;
  readonly amount: number;
  readonly currency: string;
  readonly token: string;
  readonly providerCustomer: string | null;
}

/** The payment provider. Its responses are data: nothing here throws for what a provider may respond. */
export interface ProviderPort {
  /** Holds the amount. */
  authorize(request: AuthorizeRequest): Promise<IntentResponse>;
  /** Holds `amount` in all, more than before. */
  increase(
    request: Keyed & { readonly ref: string; readonly amount: number; readonly currency: string },
  ): Promise<IncreaseResponse>;
  /** Takes `amount` of a hold; the rest is given back. */
  capture(
    request: Keyed & { readonly ref: string; readonly amount: number; readonly currency: string },
  ): Promise<IntentResponse>;
  /** Gives a hold back, or ends an intent that waits for the customer. */
  void(request: Keyed & { readonly ref: string }): Promise<IntentResponse>;
  refund(
    request: Keyed & {
      readonly ref: string;
      readonly amount: number;
      readonly currency: string;
      readonly orderId: string;
      readonly refundId: string;
    },
  ): Promise<RefundResponse>;
  /** Looks a card up by its token and keeps it for `customerId`, so that it can be charged later. */
  retrieveMethod(
    request: Keyed & {
      readonly token: string;
      readonly customerId: string;
      readonly providerCustomer: string | null;
    },
  ): Promise<MethodResponse>;
  retrieveIntent(ref: string): Promise<IntentResponse>;
  /** Intents made at `since` or later, newest first. @throws Error when the provider does not respond */
  listIntents(since: Date): AsyncIterable<ProviderIntent>;
  /** `body` as received, `signature` its header, `now` for the tolerance. */
  parseWebhook(body: Buffer, signature: string, now: Date): WebhookReading;
}
