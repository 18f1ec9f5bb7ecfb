import { z } from 'zod';
import { Refused, isRefused, rest } from '../../client/index.ts';
import type { Customer } from './customers.ts';
import * as operations from './operations.ts';
import type { CartState } from './operations.ts';
import type { ShoppingLine } from './shoppingLists.ts';
import { withoutSoldOut } from './shoppingLists.ts';

/** An order that the API acknowledged, with all that is needed to ask for it again. */
export interface Placed {
  readonly orderId: string;
  readonly input: {
    readonly quoteToken: string;
    readonly paymentMethodId: string;
    readonly idempotencyKey: string;
  };
}

export interface ShoppingOptions {
  /** Unique for this order. */
  readonly key: string;
  readonly paymentMethodId: string;
  readonly timeoutMs: number;
  /** Orders acknowledged before: an order that the API knows and we do not is the one whose response was lost. */
  readonly isKnown: (orderId: string) => boolean;
  readonly signal: AbortSignal;
  /** Other products of a category, which are taken if the store has none of one; undefined: the customer does not look. */
  readonly others?: (productId: string) => readonly string[];
}

/** The store has nothing of what a customer wants: nothing is ordered. */
export class SoldOut extends Error {}

const LOOK_AGAIN_MS = 50;

/**
 * Fills the customer's cart, checks out and places the order. Everything may be repeated while services die: lines
 * by the cart's version, the order by its key; a quote that ended is made anew.
 * @throws OperationFailed, Refused; SoldOut; Error when it takes longer than `timeoutMs`
 */
export async function shop(
  customer: Customer,
  list: readonly ShoppingLine[],
  o: ShoppingOptions,
): Promise<Placed> {
  const { account, cartId } = customer;
  const deadline = Date.now() + o.timeoutMs;
  const limits = { timeoutMs: o.timeoutMs, signal: o.signal };
  let cart = await fill(customer, list, deadline, o);
  if (o.others) cart = await replaceSoldOut(customer, list, cart, deadline, { ...o, others: o.others });
  // Whoever takes goods with an age limit shows at the door how old they are.
  const handover = cart.ageLimit === null ? 'LEFT_AT_DOOR' : 'CODE';
  if (cart.handover !== handover) {
    cart = (await account.execute(operations.cartHandoverSet, { cartId, handover }, limits)).cart;
  }
  let sent: Placed['input'] | undefined;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { quote } = await account.execute(
        operations.cartCheckout,
        { cartId, expectedVersion: cart.version },
        limits,
      );
      const input: Placed['input'] = {
        quoteToken: quote.token,
        paymentMethodId: o.paymentMethodId,
        idempotencyKey: attempt === 1 ? o.key : `${o.key}:${attempt}`,
      };
      sent = input;
      const { order } = await account.execute(operations.orderPlace, { input }, limits);
      return { orderId: order.id, input };
    } catch (error) {
      const repeatable = isRefused(
        error,
        'QUOTE_EXPIRED',
        'VERSION_CONFLICT',
        'CART_ALREADY_ORDERED',
        'ORDER_IN_PROGRESS',
      );
      const other = orderIn(error);
      if (sent && other !== undefined && !o.isKnown(other)) return { orderId: other, input: sent };
      if (!repeatable || Date.now() > deadline) throw error;
      await rest(LOOK_AGAIN_MS, o.signal);
      cart = (await account.execute(operations.cartById, { cartId }, limits)).cart;
    }
  }
}

/** Takes something else as long as the cart shows that the store has none of a product. */
async function replaceSoldOut(
  customer: Customer,
  list: readonly ShoppingLine[],
  first: CartState,
  deadline: number,
  o: ShoppingOptions & Required<Pick<ShoppingOptions, 'others'>>,
): Promise<CartState> {
  const soldOut = new Set<string>();
  let cart = first;
  for (;;) {
    const missing = soldOutIn(cart);
    if (missing.length === 0) return cart;
    for (const productId of missing) soldOut.add(productId);
    const wanted = withoutSoldOut(list, soldOut, o.others);
    if (wanted.length === 0) throw new SoldOut('the store has nothing of the basket');
    cart = await fill(customer, wanted, deadline, o);
  }
}

/** Products of a cart of which its store has no piece. */
function soldOutIn({ lines, warnings }: CartState): string[] {
  const ids = new Set(
    warnings.flatMap(({ code, lineId, availableQuantity }) =>
      code === 'SHORT_STOCK' && availableQuantity === 0 && lineId !== null ? [lineId] : [],
    ),
  );
  return lines.flatMap(({ id, product }) => (ids.has(id) && product ? [product.id] : []));
}

/** The order that a refusal of `orderPlace` names. */
export function orderIn(error: unknown): string | undefined {
  if (!(error instanceof Refused)) return undefined;
  const named = z.object({ order: z.object({ id: z.string() }) }).safeParse(error.userErrors[0]);
  return named.success ? named.data.order.id : undefined;
}

/** Puts exactly the list into the cart. */
async function fill(
  { account, cartId }: Customer,
  list: readonly ShoppingLine[],
  deadline: number,
  o: ShoppingOptions,
): Promise<CartState> {
  const limits = { timeoutMs: o.timeoutMs, signal: o.signal };
  for (;;) {
    const { cart } = await account.execute(operations.cartById, { cartId }, limits);
    if (holdsExactly(cart, list)) return cart;
    if (Date.now() > deadline) throw new Error(`cart ${cartId} was not filled in time`);
    try {
      if (cart.lines.length > 0) await account.execute(operations.cartClear, { cartId }, limits);
      else {
        const lines = { cartId, lines: list, expectedVersion: cart.version };
        return (await account.execute(operations.cartLinesAdd, lines, limits)).cart;
      }
    } catch (error) {
      // The first try had succeeded and its response was lost, or lines of an order came or went: look again.
      if (!isRefused(error, 'VERSION_CONFLICT')) throw error;
    }
  }
}

function holdsExactly({ lines }: CartState, list: readonly ShoppingLine[]): boolean {
  const wanted = new Map(list.map(({ productId, quantity }) => [productId, quantity]));
  return (
    lines.length === list.length &&
    lines.every(({ product, quantity }) => product !== null && wanted.get(product.id) === quantity)
  );
}

const productsOf = ({ lines }: CartState): string[] => lines.flatMap(({ product }) => product?.id ?? []);

/**
 * Waits until the cart shows what an order made of it: empty once it is confirmed, but for what the order before gives
 * back; with its lines again once it was cancelled before. Then it is emptied for the next order.
 * @param o.givesBack the order was cancelled before it was confirmed
 */
export async function leaveCart(
  customer: Customer,
  o: { givesBack: boolean; timeoutMs: number; signal: AbortSignal },
): Promise<void> {
  const { account, cartId } = customer;
  const limits = { timeoutMs: o.timeoutMs, signal: o.signal };
  const deadline = Date.now() + o.timeoutMs;
  for (;;) {
    const { cart } = await account.execute(operations.cartById, { cartId }, limits);
    const held = productsOf(cart);
    const isLeft = o.givesBack
      ? held.length > 0
      : held.every((productId) => customer.restoredLate.has(productId));
    if (isLeft) {
      customer.restoredLate = new Set(o.givesBack ? held : []);
      break;
    }
    if (Date.now() > deadline) {
      throw new Error(`cart ${cartId} ${o.givesBack ? 'did not get its lines back' : 'kept ordered lines'}`);
    }
    await rest(LOOK_AGAIN_MS, o.signal);
  }
  if (o.givesBack) await account.execute(operations.cartClear, { cartId }, limits);
}
