import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { AttackGroup } from '../harness/cases.ts';
import { must } from '../harness/cases.ts';
import { besideBystander } from '../harness/flood.ts';
import { BYSTANDER } from '../harness/target.ts';
import type { World } from '../harness/world.ts';

const FROM = '203.0.113.15';
const PRODUCTS = 100;
const STOCK = `subscription($store: ID!, $products: [ID!]!) {
  stockChanged(storeId: $store, productIds: $products) { isSnapshot items { available } }
}`;

/** A socket of an address that may begin operations; `refused`: the status with which the upgrade was refused. */
async function socketOf(
  { target }: World,
  from: string,
): Promise<{ readonly ws: WebSocket; readonly counts: Map<string, number>; readonly refused?: number }> {
  const ws = new WebSocket(`${target.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { 'x-forwarded-for': from },
  });
  const counts = new Map<string, number>();
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  ws.on('error', () => undefined);
  ws.on('message', (data: Buffer) => {
    const text = data.toString('utf8');
    count(/"type":"(\w+)"/.exec(text)?.[1] ?? 'other');
    const code = /"code":"(\w+)"/.exec(text)?.[1];
    if (code !== undefined) count(code);
  });
  const refused = await new Promise<number | undefined>((resolve) => {
    ws.once('open', () => resolve(undefined));
    ws.once('unexpected-response', (_, response) => resolve(response.statusCode));
    ws.once('close', () => resolve(0));
  });
  if (refused !== undefined) return { ws, counts, refused };
  ws.send(JSON.stringify({ type: 'connection_init' }));
  while (ws.readyState === WebSocket.OPEN && !counts.has('connection_ack')) await pause(10);
  return { ws, counts };
}

/** The storm that once stopped inventory: each subscription follows products of its own. */
async function storm(world: World): Promise<{ outcome: 'held'; detail: string }> {
  return besideBystander(world, async (signal) => {
    const sockets = await Promise.all(Array.from({ length: 40 }, () => socketOf(world, FROM)));
    // Each list is another one; the processors are there for those who are attacked.
    const others = [world.productId, ...Array.from({ length: PRODUCTS - 2 }, () => randomUUID())];
    for (const { ws } of sockets) {
      for (let id = 0; id < 64 && ws.readyState === WebSocket.OPEN; id += 1) {
        const products = [randomUUID(), ...others];
        const payload = { query: STOCK, variables: { store: world.storeId, products } };
        ws.send(JSON.stringify({ id: String(id), type: 'subscribe', payload }));
      }
    }
    while (!signal.aborted) await pause(100);
    const sum = (name: string): number =>
      sockets.reduce((total, { counts }) => total + (counts.get(name) ?? 0), 0);
    const summary = `${sum('next')} messages, ${sum('TOO_MANY_SUBSCRIPTIONS')} refused of 2,560 subscriptions`;
    for (const { ws } of sockets) ws.terminate();
    return summary;
  });
}

async function manySockets(world: World): Promise<{ outcome: 'held'; detail: string }> {
  return besideBystander(world, async (signal) => {
    const sockets = await Promise.all(Array.from({ length: 700 }, () => socketOf(world, '203.0.113.16')));
    const refused = sockets.filter(({ refused }) => refused === 429).length;
    const other = await socketOf(world, BYSTANDER);
    must(other.refused === undefined, `somebody else was refused with ${other.refused}`);
    while (!signal.aborted) await pause(100);
    for (const { ws } of [...sockets, other]) ws.terminate();
    must(refused >= 200, `only ${refused} of 700 were refused`);
    return `${refused} of 700 were refused`;
  });
}

/** Subscriptions that begin and end as fast as one socket says so. */
async function churn(world: World): Promise<{ outcome: 'held'; detail: string }> {
  return besideBystander(world, async (signal) => {
    const { ws, counts } = await socketOf(world, '203.0.113.17');
    let begun = 0;
    while (!signal.aborted && ws.readyState === WebSocket.OPEN) {
      for (let n = 0; n < 20; n += 1) {
        const id = String((begun += 1));
        const payload = { query: STOCK, variables: { store: world.storeId, products: [randomUUID()] } };
        ws.send(JSON.stringify({ id, type: 'subscribe', payload }));
        ws.send(JSON.stringify({ id, type: 'complete' }));
      }
      await pause(20);
    }
    ws.terminate();
    return `${begun} begun, ${[...counts].map(([name, count]) => `${count} × ${name}`).join(', ')}`;
  });
}

export const live: AttackGroup = {
  name: 'live',
  cases: () => [
    { name: '40 sockets with 64 subscriptions of 100 products each', run: storm },
    { name: '700 sockets of one address', run: manySockets },
    { name: 'subscriptions that begin and end at once', run: churn },
  ],
};
