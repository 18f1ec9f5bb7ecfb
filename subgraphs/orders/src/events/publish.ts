import { checkoutOptions } from '@nakku/contracts';
import type { EventData } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';
import type { Quote } from '@nakku/quote';
import type { ChangeEvent } from '../domain/decision.ts';
import { finalAmount, itemsOf, taxedLines, wantedPieces } from '../domain/lines.ts';
import { taxesOf } from '../domain/taxes.ts';
import type { Order, WholeOrder } from '../domain/order.ts';
import { storeChannel } from './channels.ts';

type Emitting = Pick<Transaction<unknown>, 'emit'>;

function baseOf(order: Order, at: Date) {
  return {
    orderId: order.id,
    orderNumber: order.number,
    customerId: order.customerId,
    storeId: order.storeId,
    cartId: order.cartId,
    status: order.status,
    at: at.toISOString(),
  };
}

function addressOf(order: Order) {
  return { subject: order.id, sequence: order.version, live: [storeChannel(order.storeId)] };
}

/** order.created of an order that was just placed. @returns the event's id */
export function publishCreated(tx: Emitting, order: Order, quote: Quote): string {
  const { quoteId, cartOrderNo, lines, totals, discounts, pickup, dropoff, promise } = quote;
  const data: EventData<'order.created'> = {
    ...baseOf(order, order.placedAt),
    ...{ quoteId, cartOrderNo, lines, totals, discounts, pickup, dropoff, promise },
    ...checkoutOptions.parse(quote),
    paymentMethodId: order.paymentMethodId,
  };
  return tx.emit({ type: 'order.created', ...addressOf(order), data });
}

/** What an order costs, and what of it each line is. */
function amountsOf(order: WholeOrder) {
  const lines = order.lines.map((line) => ({
    lineId: line.lineId,
    orderLineId: line.id,
    productId: line.productId,
    quantity: wantedPieces(line),
    total: finalAmount(line).total,
  }));
  return { lines, totals: { ...order.totals, taxes: taxesOf(order.totals, taxedLines(order.lines)) } };
}

/** An event of a change; `order` is as it is after the change, its version the event's own. */
export function publishChange(tx: Emitting, order: WholeOrder, event: ChangeEvent, at: Date): void {
  const base = baseOf(order, at);
  const address = addressOf(order);
  const lines = itemsOf(order.lines);
  const { total: amount, currency } = order.totals;
  switch (event.type) {
    case 'order.reserved': {
      const { paymentMethodId } = order;
      tx.emit({ type: event.type, ...address, data: { ...base, amount, currency, paymentMethodId } });
      return;
    }
    case 'order.confirmed': {
      const { pickup, dropoff, handover, ageLimit } = order;
      const promise = { from: order.promise.from.toISOString(), to: order.promise.to.toISOString() };
      const data = { ...base, lines, pickup, dropoff, handover, promise, ageLimit };
      tx.emit({ type: event.type, ...address, data });
      return;
    }
    case 'order.change_requested': {
      const { type, changeId } = event;
      tx.emit({ type, ...address, data: { ...base, changeId, lines: itemsOf(event.lines) } });
      return;
    }
    case 'order.change_reserved': {
      const { type, changeId, amount: wanted } = event;
      tx.emit({ type, ...address, data: { ...base, changeId, amount: wanted, currency } });
      return;
    }
    case 'order.change_closed': {
      const { type, changeId, reason } = event;
      tx.emit({ type, ...address, data: { ...base, changeId, reason, lines } });
      return;
    }
    case 'order.modified': {
      const { dropoff, handover } = order;
      tx.emit({ type: event.type, ...address, data: { ...base, ...amountsOf(order), dropoff, handover } });
      return;
    }
    case 'order.line_picked': {
      const picked = event.picks.map(
        ({ line: { id: orderLineId, lineId, productId }, pieces: quantity }) => ({
          ...{ lineId, orderLineId, productId, quantity },
        }),
      );
      tx.emit({ type: event.type, ...address, data: { ...base, lines: picked } });
      return;
    }
    case 'order.line_short': {
      const { type, ...short } = event;
      tx.emit({ type, ...address, data: { ...base, ...short } });
      return;
    }
    case 'order.substitution_proposed': {
      const { type, substitution, ...pieces } = event;
      const { onTimeout, expiresAt } = substitution;
      const proposals = substitution.proposals.map(({ productId, name, unitPrice, total }) => ({
        ...{ productId, name, unitPrice, total },
      }));
      const proposal = { proposals, onTimeout, expiresAt: expiresAt.toISOString() };
      tx.emit({ type, ...address, data: { ...base, ...pieces, ...proposal } });
      return;
    }
    case 'order.substitution_answered': {
      const { type, ...answer } = event;
      tx.emit({ type, ...address, data: { ...base, ...answer } });
      return;
    }
    case 'order.line_substituted': {
      const { type, substitute: line, ...pieces } = event;
      const { id: orderLineId, productId, quantity, unitPrice, total } = line;
      const substitute = { orderLineId, productId, quantity, unitPrice, total };
      tx.emit({ type, ...address, data: { ...base, ...pieces, substitute, ...amountsOf(order) } });
      return;
    }
    case 'order.totals_changed': {
      tx.emit({ type: event.type, ...address, data: { ...base, ...amountsOf(order) } });
      return;
    }
    case 'order.ready': {
      const bags = order.bags === null ? {} : { bags: order.bags };
      tx.emit({ type: event.type, ...address, data: { ...base, ...bags } });
      return;
    }
    case 'order.picked_up':
    case 'order.returned':
      tx.emit({ type: event.type, ...address, data: { ...base, lines } });
      return;
    case 'order.completed':
      tx.emit({ type: event.type, ...address, data: { ...base, amount, currency } });
      return;
    case 'order.cancel_requested':
      tx.emit({ type: event.type, ...address, data: { ...base, reason: event.reason } });
      return;
    case 'order.cancelled': {
      const wasConfirmed = order.confirmedAt !== null;
      const data = { ...base, reason: event.reason, wasConfirmed, lines };
      tx.emit({ type: event.type, ...address, data });
      return;
    }
    case 'order.delivery_failed':
      tx.emit({ type: event.type, ...address, data: { ...base, reason: event.reason } });
      return;
    case 'order.rated': {
      const rating = { ...event.rating, tags: [...event.rating.tags] };
      tx.emit({
        type: event.type,
        ...address,
        data: { ...base, rating, courierId: order.delivery.courierId },
      });
      return;
    }
    case 'order.issue_reported': {
      const { issue, decision } = event;
      const data = { ...base, issue: { ...issue, lines: [...issue.lines] }, decision };
      tx.emit({ type: event.type, ...address, data });
      return;
    }
    case 'order.issue_resolved': {
      const { issue, outcome, resolvedBy } = event;
      const data = { ...base, issue: { ...issue, lines: [...issue.lines] }, outcome, resolvedBy };
      tx.emit({ type: event.type, ...address, data });
      return;
    }
    case 'order.updated':
      tx.emit({ type: event.type, ...address, data: { ...base, change: event.change } });
      return;
  }
}
