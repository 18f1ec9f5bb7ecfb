import { idempotencyError, invalidInput, notFound, userError, versionConflict } from '@nakku/graphql-kit';
import { formatAmount } from '@nakku/money';
import type { ModifyOrderResult } from '../app/modifyOrder.ts';
import { cashNotAccepted, keyPath, orderPath, productsUnavailable, refusedAct } from './errors.ts';

const changePending = () =>
  userError(
    'ChangePendingError',
    'CHANGE_PENDING',
    orderPath,
    'Another change of this order is not decided yet. Wait for it.',
  );

/** Why an order was not changed. */
export function modifyError(result: Exclude<ModifyOrderResult, { kind: 'done' }>) {
  if (result.kind !== 'refused') return idempotencyError(result.kind, keyPath);
  const { refusal } = result;
  switch (refusal.kind) {
    case 'not_found':
      return refusedAct(refusal);
    case 'illegal':
      return refusal.because === 'change_pending' ? changePending() : refusedAct(refusal);
    case 'version_conflict':
      return versionConflict(['input', 'expectedVersion'], refusal.currentVersion);
    case 'line_unknown':
      return notFound(['input', 'lines', String(refusal.place), 'lineId'], 'line of this order');
    case 'product_unavailable': {
      const path = refusal.place === null ? ['lines'] : ['add', String(refusal.place), 'productId'];
      return productsUnavailable(
        [refusal.productId],
        ['input', ...path],
        'This product is not sold for this order any more.',
      );
    }
    case 'too_many_pieces':
      return invalidInput(['input'], `must leave at most ${refusal.max} pieces in a line`);
    case 'too_many_lines':
      return invalidInput(['input', 'add'], `must leave at most ${refusal.max} lines in the order`);
    case 'nothing_left':
      return invalidInput(
        ['input', 'lines'],
        'must leave at least one piece; cancel the order to have none of it',
      );
    case 'not_served':
      return userError(
        'AddressNotServedError',
        'ADDRESS_NOT_SERVED',
        ['input', 'address'],
        'The store of this order does not deliver to the address.',
      );
    case 'cash_not_accepted':
      return cashNotAccepted(['input', 'handover']);
    case 'total_changed': {
      const { total: amount, currency } = refusal;
      const message = `The total would be ${formatAmount(amount, currency)}. Confirm it and try again.`;
      return {
        ...userError('TotalChangedError', 'ORDER_TOTAL_CHANGED', ['input', 'expectedTotal'], message),
        total: { amount, currency },
      };
    }
  }
}
