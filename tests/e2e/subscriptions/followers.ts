import { tcpProxy } from '@nakku/testkit';
import type { Draws } from '@nakku/platform';
import type { TcpProxy } from '@nakku/testkit';
import { z } from 'zod';
import {
  overApolloMultipart,
  overApolloSocket,
  overSse,
  overWebSocket,
} from '../../../gateway/test/support/clients.ts';
import type { Recording } from '../../../gateway/test/support/clients.ts';
import { closedAtTheEnd } from '../harness/accounts.ts';
import { sql } from '../harness/database.ts';
import { system } from '../harness/system.ts';

/** Parts of three other subgraphs come with every step. */
export const ORDER_UPDATED = `subscription ($orderId: ID!, $after: Cursor) {
  orderUpdated(orderId: $orderId, after: $after) {
    cursor sequence step { kind status }
    order { id status lines { quantity product { name } } delivery { status } store { name } }
  }
}`;
export const DELIVERY_UPDATED = `subscription ($orderId: ID!, $after: Cursor) {
  deliveryUpdated(orderId: $orderId, after: $after) {
    cursor sequence step { status } delivery { status order { number } }
  }
}`;

/** The libraries that frontends use, as docs/clients shows them. */
const clients = {
  'graphql-ws': overWebSocket,
  'graphql-sse': overSse,
  'Apollo Client over graphql-ws': overApolloSocket,
  'Apollo Client over HTTP': overApolloMultipart,
} as const;
export type ClientKind = keyof typeof clients;
export const CLIENT_KINDS = Object.keys(clients).filter((kind): kind is ClientKind => kind in clients);

/** Somebody who follows one order, or its delivery. */
export interface Follower {
  readonly kind: ClientKind;
  readonly about: 'order' | 'delivery';
  readonly orderId: string;
  /** What was told, one line a step. */
  receivedSteps(): string[];
  /** Of the last message. */
  cursor(): string;
  /** Errors that ended it; a break is none. */
  failures(): unknown[];
}

const update = z.object({
  cursor: z.string(),
  sequence: z.number(),
  step: z.object({ kind: z.string().optional(), status: z.string() }),
});
const message = z.object({
  data: z.union([z.object({ orderUpdated: update }), z.object({ deliveryUpdated: update })]),
});

function updateIn(received: unknown): z.infer<typeof update> {
  const { data } = message.parse(received);
  return 'orderUpdated' in data ? data.orderUpdated : data.deliveryUpdated;
}

function lineOf(received: unknown): string {
  const { sequence, step } = updateIn(received);
  return [sequence, step.kind, step.status].filter(Boolean).join(' ');
}

/** Follows for ever: whatever breaks, the client comes back after its last cursor. */
export function startFollower(o: {
  kind: ClientKind;
  about: Follower['about'];
  orderId: string;
  accessToken: string;
  gatewayUrl: string;
  after?: string;
}): Follower {
  const { kind, about, orderId } = o;
  const recording: Recording = clients[kind](
    { url: o.gatewayUrl },
    about === 'order' ? ORDER_UPDATED : DELIVERY_UPDATED,
    { variables: { orderId, after: o.after ?? null }, token: () => o.accessToken, resumes: true },
  );
  closedAtTheEnd({ close: async () => recording.stop() });
  return {
    kind,
    about,
    orderId,
    receivedSteps: () => recording.messages.map(lineOf),
    cursor: () => updateIn(recording.messages.at(-1)).cursor,
    failures: () => [
      ...recording.ends.filter((end) => !z.object({ code: z.number() }).safeParse(end).success),
      ...(recording.completed() ? ['it was completed'] : []),
    ],
  };
}

/** Names a history: `order <id>` or `delivery <id of the order>`. */
export const historyKey = ({ about, orderId }: Pick<Follower, 'about' | 'orderId'>): string =>
  `${about} ${orderId}`;

/** The owners' own records of these orders and their deliveries, as their databases have them, one line a step. */
export async function histories(
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const ofOrders = await sql<{ id: string; line: string }>(
    'orders',
    `SELECT order_id AS id, concat_ws(' ', sequence, kind, status) AS line FROM order_steps
     WHERE order_id = ANY($1) ORDER BY order_id, sequence`,
    [orderIds],
  );
  const ofDeliveries = await sql<{ id: string; line: string }>(
    'delivery',
    `SELECT d.order_id AS id, concat_ws(' ', s.sequence, s.status) AS line FROM delivery_steps s
     JOIN deliveries d ON d.id = s.delivery_id WHERE d.order_id = ANY($1) ORDER BY d.id, s.sequence`,
    [orderIds],
  );
  const all = new Map<string, string[]>();
  const add = (about: Follower['about'], orderId: string, line: string): void => {
    const key = historyKey({ about, orderId });
    all.set(key, [...(all.get(key) ?? []), line]);
  };
  for (const { id, line } of ofOrders) add('order', id, line);
  for (const { id, line } of ofDeliveries) add('delivery', id, line);
  return all;
}

/** Roads to the gateway, each of which can be cut. */
export interface Roads {
  /** One of them, as the gateway's address. */
  pick(): string;
  /** Cuts one for a moment: everybody on it is cut off. */
  cutOne(): void;
}

export async function openRoads(count: number, random: Draws): Promise<Roads> {
  const proxies: TcpProxy[] = [];
  for (let i = 0; i < count; i += 1) proxies.push(closedAtTheEnd(await tcpProxy(system.gatewayUrl)));
  return {
    pick() {
      const { host, port } = random.pick(proxies);
      return `http://${host}:${port}`;
    },
    cutOne() {
      const proxy = random.pick(proxies);
      proxy.cut();
      setTimeout(() => proxy.restore(), 50 + random.whole(250));
    },
  };
}
