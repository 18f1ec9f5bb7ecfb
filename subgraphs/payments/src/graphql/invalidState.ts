import type { PaymentStatus } from '../domain/payment.ts';

/** `act` is for people, for example "refunded". */
export function invalidPaymentState(path: readonly string[], act: string, status: PaymentStatus) {
  return {
    __typename: 'InvalidPaymentStateError' as const,
    message: `This payment cannot be ${act}: its status is ${status}.`,
    code: 'INVALID_PAYMENT_STATE',
    path: [...path],
    status,
  };
}
