import {
  idempotencyError,
  invalidInput,
  notFound,
  operatesStore,
  parseInput,
  requireScope,
} from '@nakku/graphql-kit';
import { MAX_ON_HAND, receipt } from '../../domain/stock.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { book, ensureStockItems } from '../../store/book.ts';
import { lockStockItems } from '../../store/stockItems.ts';
import { stockReceiveInput } from '../inputs.ts';
import { stockItemsOf } from './answers.ts';

export const stockReceive: NonNullable<MutationResolvers['stockReceive']> = async (
  _parent,
  args,
  context,
) => {
  const { caller, platform, loaders } = context;
  const user = requireScope(caller, 'stock:write');
  const input = parseInput(stockReceiveInput, args.input, ['input']);
  if (!input.ok) return { stockItems: null, userErrors: input.errors };
  const { idempotencyKey: key, ...variables } = input.value;
  const { storeId, lines, reason } = variables;
  if (!operatesStore(user, storeId) || (await loaders.store.load(storeId)) === null) {
    return { stockItems: null, userErrors: [notFound(['input', 'storeId'], 'store')] };
  }

  const request = { callerId: user.userId, mutation: 'stockReceive', key, variables };
  const result = await platform.idempotent<string[], number>(request, async (tx) => {
    const keys = lines.map(({ productId }) => ({ storeId, productId }));
    await ensureStockItems(tx.db, keys);
    const items = new Map((await lockStockItems(tx.db, keys)).map((item) => [item.productId, item]));
    const bookings = lines.flatMap(({ productId, quantity, threshold }) => {
      const item = items.get(productId);
      return item ? [{ item, threshold, movements: [receipt(quantity, user.userId, reason)], quantity }] : [];
    });
    const full = bookings.findIndex(({ item, quantity }) => item.onHand + quantity > MAX_ON_HAND);
    if (full >= 0) return { refused: full };
    const booked = await book(tx, bookings);
    return { result: booked.map((item) => item.id) };
  });

  switch (result.kind) {
    case 'done':
      return { stockItems: await stockItemsOf(context, result.result), userErrors: [] };
    case 'refused': {
      const path = ['input', 'lines', String(result.refused), 'quantity'];
      const full = invalidInput(path, `must not bring the level above ${MAX_ON_HAND}`);
      return { stockItems: null, userErrors: [full] };
    }
    default:
      return { stockItems: null, userErrors: [idempotencyError(result.kind, ['input', 'idempotencyKey'])] };
  }
};
