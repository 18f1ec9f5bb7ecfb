import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { openApi, rest } from '../../client/index.ts';
import type { Customer } from './customers.ts';
import { killTimes } from './killer.ts';
import type { LoadHooks, LoadOptions } from './options.ts';
import { orderPlace } from './operations.ts';
import { poolOf } from './pool.ts';
import { makeCustomers, shoppingLists, stockUp } from './prepare.ts';
import type { FailedOrder, LoadReport } from './report.ts';
import type { Placed } from './shop.ts';
import type { ShoppingLine } from './shoppingLists.ts';
import { openShelves } from './stock.ts';
import { Trade } from './trade.ts';
import type { TradeOptions } from './trade.ts';
import type { Watched } from './watch.ts';

const REPEATED = 50;

/** Plays real baskets as orders of many customers and follows each to its end. Leaves nothing open. */
export async function runLoad(o: LoadOptions, hooks: LoadHooks): Promise<LoadReport> {
  const run = randomBytes(4).toString('hex');
  const api = openApi(o.gatewayUrl);
  const shelves = openShelves(api, run);
  const stopped = new AbortController();
  setMaxListeners(0, stopped.signal); // every order listens to it
  const customers: Customer[] = [];
  try {
    const { lists, others } = await shoppingLists(api, o, hooks);
    customers.push(...(await makeCustomers(api, o, run, hooks)));
    const putBack = await stockUp(shelves, lists, o, hooks);
    const result = await trade(customers, lists, {
      ...{ ...o, run, hooks, signal: stopped.signal },
      ...(o.ignoresStock ? {} : { others }),
    });
    const notRepeated = await repeat(result.acknowledged);
    await putBack();
    return {
      run,
      ...result,
      placed: result.acknowledged.map(({ placed }) => placed.orderId),
      notRepeated,
      customerEmails: customers.map(({ account }) => account.email),
    };
  } finally {
    stopped.abort(new Error('the load test is over'));
    await Promise.all([shelves.close(), ...customers.map(({ account }) => account.close())]);
    await api.close();
  }
}

interface TradeResult {
  readonly acknowledged: readonly { customer: Customer; placed: Placed }[];
  readonly ended: readonly Watched[];
  readonly failed: readonly FailedOrder[];
  readonly durationMs: number;
  readonly placingMs: number;
  readonly killed: readonly string[];
  readonly soldOut: number;
}

async function trade(
  customers: readonly Customer[],
  lists: readonly ShoppingLine[][],
  o: TradeOptions,
): Promise<TradeResult> {
  const began = performance.now();
  const business = new Trade(o, poolOf(customers));
  const killing = kill(business, o);
  let next = 0;
  const shopper = async (): Promise<void> => {
    for (let index = next++; index < lists.length; index = next++) {
      if (o.rate !== undefined)
        await rest(Math.max(0, (index * 1_000) / o.rate - (performance.now() - began)));
      await business.serve(lists[index] ?? [], index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(o.concurrency, lists.length) }, shopper));
  await business.closeOfBusiness();
  const durationMs = performance.now() - began;
  const killed = await killing;
  const { acknowledged, ended, failed, soldOut, lastPlacedAt } = business;
  const placingMs = Math.max(0, lastPlacedAt - began);
  return { acknowledged, ended, failed, soldOut, durationMs, killed, placingMs };
}

/** Kills each service once, spread over the run. */
async function kill(
  business: Trade,
  { killer, hooks, orders, signal }: LoadOptions & { hooks: LoadHooks; signal: AbortSignal },
): Promise<string[]> {
  const killed: string[] = [];
  if (!killer) return killed;
  const dues = killTimes(killer.names.length);
  for (const [index, name] of killer.names.entries()) {
    const due = dues[index] ?? 1;
    await business.whenDone(due * orders * 2);
    try {
      await killer.kill(name, signal);
      killed.push(name);
      hooks.log(`killed ${name} (-9), it runs again`);
    } catch (error) {
      hooks.log(error instanceof Error ? error.message : String(error));
    }
  }
  return killed;
}

/** Asks for some orders again with the same key: each must be the order it was. */
async function repeat(acknowledged: TradeResult['acknowledged']): Promise<string[]> {
  const every = Math.max(1, Math.floor(acknowledged.length / REPEATED));
  const sample = acknowledged.filter((_, index) => index % every === 0);
  const responses = await Promise.all(
    sample.map(async ({ customer: { account }, placed: { orderId, input } }) => {
      const { order } = await account.execute(orderPlace, { input });
      return order.id === orderId ? [] : [`${input.idempotencyKey} was ${orderId}, is ${order.id}`];
    }),
  );
  return responses.flat();
}
