import { areaOf } from '@nakku/geo';
import { idInput } from '@nakku/graphql-kit';
import { obstacleToChange } from '../../domain/decideChange.ts';
import { taxedAfter } from '../../domain/change.ts';
import { canCancel, maySeeDoor } from '../../domain/permissions.ts';
import type { OrderResolvers } from '../../generated/graphql.ts';
import { timelineId } from '../../store/steps.ts';
import { accessTo, visibleTo } from '../access.ts';
import type { PendingOfOrder } from './totals.ts';

export const orderType: OrderResolvers = {
  async __resolveReference(reference, { caller, loaders }) {
    const id = idInput.safeParse(reference.id);
    return id.success ? visibleTo(caller, await loaders.orders.load(id.data)) : null;
  },
  customer: ({ customerId }) => ({ __typename: 'User', id: customerId }),
  store: ({ storeId }) => ({ __typename: 'Store', id: storeId }),
  lines: async ({ id, totals: { currency } }, _, { loaders }) => {
    const found = await loaders.lines.load(id);
    return (found?.lines ?? []).map((line) => ({ ...line, currency }));
  },
  agreedTotal: ({ agreedTotal: amount, totals: { currency } }) => ({ amount, currency }),
  totals: (order) => order,
  discounts: ({ discounts, totals: { currency } }) =>
    discounts.map(({ name, couponCode, amount, deliveryFee }) => ({
      ...{ name, couponCode },
      amount: { amount, currency },
      deliveryFee: { amount: deliveryFee, currency },
    })),
  address: (order, _, { caller }) =>
    maySeeDoor(order, accessTo(order, caller)) ? order.dropoff : areaOf(order.dropoff),
  invoice: async (order, _, { caller, loaders }) => {
    const { isCustomer, isStaff } = accessTo(order, caller);
    return isCustomer || isStaff ? loaders.invoices.load(order.id) : null;
  },
  issues: async (order, _, { caller, loaders }) => {
    const { isCustomer, isStaff } = accessTo(order, caller);
    return isCustomer || isStaff ? ((await loaders.issues.load(order.id))?.issues ?? []) : [];
  },
  substitutions: async (order, _, { caller, loaders }) => {
    const { isCustomer, isStaff } = accessTo(order, caller);
    if (!isCustomer && !isStaff) return [];
    const { currency } = order.totals;
    const found = await loaders.substitutions.load(order.id);
    return (found?.substitutions ?? []).map((substitution) => ({ ...substitution, currency }));
  },
  packer: (order, _, { caller }) =>
    order.packerId !== null && accessTo(order, caller).isStaff
      ? { __typename: 'User', id: order.packerId }
      : null,
  eta: ({ delivery }) => delivery.eta,
  timeline: async ({ id: orderId }, { afterSequence }, { loaders }) =>
    (await loaders.timelines.load(timelineId({ orderId, afterSequence })))?.steps ?? [],
  canCancel: (order, _, { caller }) => canCancel(order, accessTo(order, caller)),
  canModify: (order, _, { caller }) => accessTo(order, caller).isCustomer && obstacleToChange(order) === null,
  pendingChange: async (order, _, { caller, loaders }) => {
    const { isCustomer, isStaff } = accessTo(order, caller);
    if (order.change === null || (!isCustomer && !isStaff)) return null;
    const found = await loaders.lines.load(order.id);
    const { waitsFor, totals } = order.change;
    const taxedLines = taxedAfter(found?.lines ?? [], order.change);
    return { waitsFor, totals: { id: order.id, totals, taxedLines } } satisfies PendingOfOrder;
  },
  isCancelRequested: ({ cancelRequested }) => cancelRequested !== null,
};
