import { idempotencyError, invalidInput, notFound, userError } from '@nakku/graphql-kit';
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
    ...userError(
      'InvalidOrderStateError',
      'INVALID_ORDER_STATE',
      orderPath,
      `Order ${number} is ${status}, which does not allow this.`,
    ),
    status,
  };
}

export function ratingClosed(closedAt: Date) {
  return {
    ...userError(
      'RatingClosedError',
      'RATING_CLOSED',
      orderPath,
      'The rating of this order can no longer be changed.',
    ),
    closedAt,
  };
}

function cancellationPending() {
  return userError(
    'CancellationPendingError',
    'CANCELLATION_PENDING',
    orderPath,
    'A cancellation has been requested and is not decided yet.',
  );
}

function quoteInvalid() {
  return userError('QuoteInvalidError', 'QUOTE_INVALID', quotePath, 'Invalid quote token. Check out again.');
}

function quoteExpired(expiredAt: Date) {
  return {
    ...userError('QuoteExpiredError', 'QUOTE_EXPIRED', quotePath, 'The quote has expired. Check out again.'),
    expiredAt,
  };
}

function cartAlreadyOrdered(order: Order) {
  return {
    ...userError(
      'CartAlreadyOrderedError',
      'CART_ALREADY_ORDERED',
      quotePath,
      `These lines were already ordered as ${order.number}.`,
    ),
    order,
  };
}

function orderInProgress(order: Order) {
  return {
    ...userError(
      'OrderInProgressError',
      'ORDER_IN_PROGRESS',
      quotePath,
      `Order ${order.number} of this cart is still being placed. Wait for its confirmation.`,
    ),
    order,
  };
}

export function productsUnavailable(
  productIds: readonly string[],
  path: readonly string[] = quotePath,
  message = 'Some products are no longer sold. Remove them from the cart and check out again.',
) {
  return {
    ...userError('ProductsUnavailableError', 'PRODUCTS_UNAVAILABLE', path, message),
    products: productIds.map((id) => ({ __typename: 'Product' as const, id })),
  };
}

export function cashNotAccepted(path: readonly string[] = ['input', 'paymentMethodId']) {
  return userError(
    'CashNotAcceptedError',
    'CASH_NOT_ACCEPTED',
    path,
    'Cash is not accepted for an order that is left at the door. Choose another payment method or handover.',
  );
}

function discountUnavailable(names: readonly string[]) {
  return {
    ...userError(
      'DiscountUnavailableError',
      'DISCOUNT_UNAVAILABLE',
      quotePath,
      'Some discounts of the quote have been used up. Check out again.',
    ),
    names: [...names],
  };
}

function tooManyOpenOrders({ limit, maxOrders }: LimitReached) {
  const which = limit === 'UNPAID' ? 'unpaid orders' : 'open orders';
  return {
    ...userError(
      'TooManyOpenOrdersError',
      limit === 'UNPAID' ? 'TOO_MANY_UNPAID_ORDERS' : 'TOO_MANY_OPEN_ORDERS',
      quotePath,
      `You have ${maxOrders} ${which} already. Wait until one of them is completed.`,
    ),
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
    case 'discounts_used_up':
      return discountUnavailable(refusal.names);
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
      return userError(
        'ReportClosedError',
        'REPORT_CLOSED',
        orderPath,
        'Issues of this order can no longer be reported.',
      );
  }
}
