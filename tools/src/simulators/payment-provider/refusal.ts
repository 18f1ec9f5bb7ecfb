import type { PaymentIntent } from './objects.ts';

interface ErrorBody {
  readonly type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error';
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
  readonly payment_intent?: PaymentIntent;
}

/** A response in Stripe's error shape. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly status: number;
  readonly body: { readonly error: ErrorBody };
  /** Whether the idempotency key keeps this response: only for what began to execute. */
  readonly isKept: boolean;

  constructor(status: number, error: ErrorBody, isKept = false) {
    super(error.message);
    this.status = status;
    this.body = { error };
    this.isKept = isKept;
  }
}

export function invalidRequest(message: string, more: { code?: string; param?: string } = {}): ApiRefusal {
  return new ApiRefusal(400, { type: 'invalid_request_error', message, ...more });
}

export function missing(object: string, id: string, param: string, status = 404): ApiRefusal {
  const message = `No such ${object}: '${id}'`;
  return new ApiRefusal(status, { type: 'invalid_request_error', code: 'resource_missing', message, param });
}

/** The intent is in no state for the request; Stripe attaches the intent, so that the caller sees its state. */
export function unexpectedState(act: string, intent: PaymentIntent): ApiRefusal {
  return new ApiRefusal(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message: `This PaymentIntent could not be ${act} because it has a status of ${intent.status}.`,
    payment_intent: intent,
  });
}
