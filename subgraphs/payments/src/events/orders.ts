import type { ConsumerHandlers } from '@nakku/messaging';
import type { SqlExecutor } from '@nakku/platform';
import { v7 } from 'uuid';
import { complete } from '../domain/capture.ts';
import type { Decision, Moment } from '../domain/decision.ts';
import { initiate, reserve } from '../domain/initiate.ts';
import { release } from '../domain/release.ts';
import { countDecision } from '../metrics.ts';
import { changePayment, savePayment } from '../store/changePayment.ts';
import { usableMethod } from '../store/methods.ts';

const moment = (): Moment => ({ now: new Date(), newId: v7 });

/** What payments does for an order. The provider is never called here: that is the worker's, after the commit. */
export function orderHandlers<Tx extends SqlExecutor>(): ConsumerHandlers<Tx> {
  const count = (decision: Decision | undefined): void => {
    if (decision?.event) countDecision(decision);
  };
  return {
    'order.created': async ({ data }, tx) => {
      const { orderId, customerId, storeId, totals } = data;
      const method = await usableMethod(tx.db, data.paymentMethodId, customerId);
      const order = { orderId, customerId, storeId, amount: totals.total, currency: totals.currency };
      await savePayment(tx, undefined, initiate({ ...order, kind: method?.kind ?? 'CARD' }, moment()));
    },
    'order.reserved': async ({ data }, tx) => {
      const method = await usableMethod(tx.db, data.paymentMethodId, data.customerId);
      const order = { amount: data.amount, method };
      count(
        await changePayment(tx, { by: 'orderId', value: data.orderId }, (p) => reserve(p, order, moment())),
      );
    },
    'order.completed': async ({ data }, tx) => {
      count(
        await changePayment(tx, { by: 'orderId', value: data.orderId }, (p) =>
          complete(p, data.amount, moment()),
        ),
      );
    },
    'order.cancelled': async ({ data }, tx) => {
      count(await changePayment(tx, { by: 'orderId', value: data.orderId }, (p) => release(p, moment())));
    },
    'order.returned': async ({ data }, tx) => {
      count(await changePayment(tx, { by: 'orderId', value: data.orderId }, (p) => release(p, moment())));
    },
  };
}
