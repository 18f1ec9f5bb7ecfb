import { idempotencyError, invalidInput, notFound } from '@nakku/graphql-kit';
import type { ActOnOrderResult, ActRefusal } from '../app/actOnOrder.ts';
import type { PlaceOrderResult } from '../app/placeOrder.ts';
import { MAX_ISSUES } from '../domain/issue.ts';
import type { ReportRefusal } from '../app/reportIssue.ts';
import type { LimitReached } from '../domain/limits.ts';
import type { Order } from '../domain/order.ts';

export const orderPath = ['input', 'orderId'];
const quotePath = ['input', 'quoteToken'];
export const keyPath = ['input', 'idempotencyKey'];

export function invalidOrderState({ number, status }: Order) {
  return {
    __typename: 'InvalidOrderStateError' as const,
    message: `Order ${number} is ${status}, which does not allow this.`,
    code: 'INVALID_ORDER_STATE',
    path: orderPath,
    status,
  };
}

export function ratingClosed(closedAt: Date) {
  return {
    __typename: 'RatingClosedError' as const,
    message: 'The rating of this order can no longer be changed.',
    code: 'RATING_CLOSED',
    path: orderPath,
    closedAt,
  };
}

function cancellationPending() {
  return {
    __typename: 'CancellationPendingError' as const,
    message: 'A cancellation has been requested and is not decided yet.',
    code: 'CANCELLATION_PENDING',
    path: orderPath,
  };
}

function quoteInvalid() {
  return {
    __typename: 'QuoteInvalidError' as const,
    message: 'Invalid quote token. Check out again.',
    code: 'QUOTE_INVALID',
    path: quotePath,
  };
}

function quoteExpired(expiredAt: Date) {
  return {
    __typename: 'QuoteExpiredError' as const,
    message: 'The quote has expired. Check out again.',
    code: 'QUOTE_EXPIRED',
    path: quotePath,
    expiredAt,
  };
}

function cartAlreadyOrdered(order: Order) {
  return {
    __typename: 'CartAlreadyOrderedError' as const,
    message: `These lines were already ordered as ${order.number}.`,
    code: 'CART_ALREADY_ORDERED',
    path: quotePath,
    order,
  };
}

function orderInProgress(order: Order) {
  return {
    __typename: 'OrderInProgressError' as const,
    message: `Order ${order.number} of this cart is still being placed. Wait for its confirmation.`,
    code: 'ORDER_IN_PROGRESS',
    path: quotePath,
    order,
  };
}

function productsUnavailable(productIds: readonly string[]) {
  return {
    __typename: 'ProductsUnavailableError' as const,
    message: 'Some products are no longer sold. Remove them from the cart and check out again.',
    code: 'PRODUCTS_UNAVAILABLE',
    path: quotePath,
    products: productIds.map((id) => ({ __typename: 'Product' as const, id })),
  };
}

function cashNotAccepted() {
  return {
    __typename: 'CashNotAcceptedError' as const,
    message:
      'Cash is not accepted for an order that is left at the door. Choose another payment method or handover.',
    code: 'CASH_NOT_ACCEPTED',
    path: ['input', 'paymentMethodId'],
  };
}

function tooManyOpenOrders({ limit, maxOrders }: LimitReached) {
  const which = limit === 'UNPAID' ? 'unpaid orders' : 'open orders';
  return {
    __typename: 'TooManyOpenOrdersError' as const,
    message: `You have ${maxOrders} ${which} already. Wait until one of them is completed.`,
    code: limit === 'UNPAID' ? 'TOO_MANY_UNPAID_ORDERS' : 'TOO_MANY_OPEN_ORDERS',
    path: quotePath,
    maxOrders,
  };
}

/** Why a person's act on an order was refused. */
export function actError(result: Exclude<ActOnOrderResult, { kind: 'done' }>) {
  return result.kind === 'refused' ? refusedAct(result.refusal) : idempotencyError(result.kind, keyPath);
}

export function refusedAct(refusal: ActRefusal) {
  if (refusal.kind === 'not_found') return notFound(orderPath, 'order');
  return refusal.because === 'cancel_pending' ? cancellationPending() : invalidOrderState(refusal.order);
}

/** Why no order was placed. */
export function placeError(result: Exclude<PlaceOrderResult, { kind: 'done' }>) {
  if (result.kind !== 'refused') return idempotencyError(result.kind, keyPath);
  const { refusal } = result;
  switch (refusal.kind) {
    case 'quote_invalid':
      return quoteInvalid();
    case 'quote_expired':
      return quoteExpired(refusal.expiredAt);
    case 'already_ordered':
      return cartAlreadyOrdered(refusal.order);
    case 'in_progress':
      return orderInProgress(refusal.order);
    case 'products_withdrawn':
      return productsUnavailable(refusal.productIds);
    case 'cash_not_accepted':
      return cashNotAccepted();
    case 'limit_reached':
      return tooManyOpenOrders(refusal);
  }
}

/** Why an issue was not reported. */
export function reportError(refusal: ReportRefusal) {
  switch (refusal.kind) {
    case 'not_found':
      return notFound(orderPath, 'order');
    case 'line_unknown':
      return notFound(['input', 'lines', String(refusal.line), 'lineId'], 'line of this order');
    case 'too_many':
      return invalidInput(
        ['input', 'lines', String(refusal.line), 'quantity'],
        `must be at most ${refusal.left}: the other pieces were reported already`,
      );
    case 'too_many_issues':
      return invalidInput(orderPath, `has ${MAX_ISSUES} issues, which is the maximum`);
    case 'wrong_state':
      return invalidOrderState(refusal.order);
    case 'report_closed':
      return {
        __typename: 'ReportClosedError' as const,
        message: 'Issues of this order can no longer be reported.',
        code: 'REPORT_CLOSED',
        path: orderPath,
      };
  }
}
