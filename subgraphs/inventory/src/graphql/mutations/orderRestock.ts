import {
  idempotencyError,
  type InvalidInput,
  invalidInput,
  type NotFound,
  notFound,
  operatesStore,
  parseInput,
  requireScope,
} from '@nakku/graphql-kit';
import { impossibleLines } from '../../domain/restock.ts';
import { restock } from '../../domain/stock.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { book } from '../../store/book.ts';
import { lockReservation } from '../../store/reservations.ts';
import { takeRestock } from '../../store/returns.ts';
import { lockStockItems } from '../../store/stockItems.ts';
import { orderRestockInput } from '../inputs.ts';
import { notReturnable } from '../refusals.ts';
import { stockItemsOf } from './answers.ts';

type Refusal = InvalidInput | NotFound | ReturnType<typeof notReturnable>;

export const orderRestock: NonNullable<MutationResolvers['orderRestock']> = async (
  _parent,
  args,
  context,
) => {
  const user = requireScope(context.caller, 'stock:write');
  const input = parseInput(orderRestockInput, args.input, ['input']);
  if (!input.ok) return { stockItems: null, userErrors: input.errors };
  const { idempotencyKey: key, ...variables } = input.value;
  const { orderId, lines } = variables;

  const request = { callerId: user.userId, mutation: 'orderRestock', key, variables };
  const result = await context.platform.idempotent<string[], Refusal[]>(request, async (tx) => {
    const order = await lockReservation(tx.db, orderId);
    if (order === null || !operatesStore(user, order.storeId)) {
      return { refused: [notFound(['input', 'orderId'], 'order')] };
    }
    if (!(await takeRestock(tx.db, orderId, user.userId)))
      return { refused: [notReturnable(['input', 'orderId'])] };
    const left = order.lines.map(({ productId, committed }) => ({ productId, quantity: committed }));
    const wrong = impossibleLines(lines, left);
    if (wrong.length > 0) {
      const at = ({ index, field }: (typeof wrong)[number]) => ['input', 'lines', String(index), field];
      return { refused: wrong.map((line) => invalidInput(at(line), line.message)) };
    }
    const counted = new Map(lines.map((line) => [line.productId, line.quantity]));
    const keys = lines
      .filter((line) => line.quantity > 0)
      .map(({ productId }) => ({ storeId: order.storeId, productId }));
    const items = await lockStockItems(tx.db, keys);
    const bookings = items.map((item) => ({
      item,
      movements: [restock(counted.get(item.productId) ?? 0, orderId, user.userId)],
    }));
    return { result: (await book(tx, bookings)).map((item) => item.id) };
  });

  switch (result.kind) {
    case 'done':
      return { stockItems: await stockItemsOf(context, result.result), userErrors: [] };
    case 'refused':
      return { stockItems: null, userErrors: result.refused };
    default:
      return { stockItems: null, userErrors: [idempotencyError(result.kind, ['input', 'idempotencyKey'])] };
  }
};
