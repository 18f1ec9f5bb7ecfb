import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { Account, OperationFailed } from '../../../tools/src/client/index.ts';
import type { Customer } from './accounts.ts';
import { closedAtTheEnd } from './accounts.ts';
import type { OrderUpdate } from './operations.ts';
import { orderUpdated } from './operations.ts';
import { system } from './system.ts';
import { until } from './waiting.ts';

/** Everything that a subscriber of one order was told. */
export interface Watch {
  readonly updates: readonly OrderUpdate[];
  /** Each time that the client had to take the stream up again. */
  readonly breaks: readonly OperationFailed[];
  /** Waits for the first message. */
  begins(): Promise<void>;
  /** Waits for a step of this kind; rejects when the stream fails. */
  step(kind: string, timeoutMs?: number): Promise<OrderUpdate>;
  /**
   * Waits for a step in this status, whichever led to it: the first message is the latest step, and that may be a later
   * one than the step into the status. Rejects when the stream fails.
   */
  inStatus(status: string, timeoutMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/** Reads a stream to its end in the background. */
export function collect(
  stream: AsyncIterable<OrderUpdate>,
  o: { breaks?: readonly OperationFailed[]; end: () => void },
): Watch {
  const updates: OrderUpdate[] = [];
  let failure: Error | undefined;
  const ended = (async () => {
    for await (const update of stream) updates.push(update);
  })().catch((error: unknown) => {
    failure = error instanceof Error ? error : new Error(JSON.stringify(error));
  });
  const watch: Watch = {
    updates,
    breaks: o.breaks ?? [],
    async begins() {
      await until(
        () => updates.length,
        (received) => failure !== undefined || received > 0,
      );
      if (failure) throw failure;
    },
    async step(kind, timeoutMs) {
      const kinds = await until(
        () => updates.map(({ step }) => step.kind),
        (received) => failure !== undefined || received.includes(kind),
        timeoutMs,
      );
      const found = updates[kinds.indexOf(kind)];
      if (failure) throw failure;
      if (!found) throw new Error(`no step ${kind}`);
      return found;
    },
    async inStatus(status, timeoutMs) {
      await until(
        () => updates.map(({ step }) => step.status),
        (received) => failure !== undefined || received.includes(status),
        timeoutMs,
      );
      if (failure) throw failure;
    },
    async stop() {
      o.end();
      await ended;
    },
  };
  closedAtTheEnd({ close: () => watch.stop() });
  return watch;
}

/**
 * Follows an order over graphql-ws, as an app does: after a break the client resumes behind the last cursor.
 * @param after where to begin; undefined: with the current state
 */
export function watchOrder({ account }: { account: Account }, orderId: string, after?: string): Watch {
  const breaks: OperationFailed[] = [];
  const stopped = new AbortController();
  const updates = account.follow(
    orderUpdated,
    { orderId, ...(after === undefined ? {} : { after }) },
    {
      signal: stopped.signal,
      cursorOf: (data) => data.orderUpdated.cursor,
      onBreak: (because) => void breaks.push(because),
    },
  );
  return collect(unwrapped(updates), { breaks, end: () => stopped.abort() });
}

async function* unwrapped(
  stream: AsyncIterable<{ orderUpdated: OrderUpdate }>,
): AsyncGenerator<OrderUpdate, void, undefined> {
  for await (const data of stream) yield data.orderUpdated;
}

const response = z.object({ data: orderUpdated.data });

/** Follows an order over server-sent events (graphql-sse, distinct connections mode). */
export function watchOrderBySse({ accessToken }: Customer, orderId: string): Watch {
  const client = createClient({
    url: `${system.gatewayUrl}/graphql`,
    headers: { authorization: `Bearer ${accessToken}` },
    retryAttempts: 0,
  });
  const stream = client.iterate({ query: orderUpdated.document, variables: { orderId } });
  async function* updates(): AsyncGenerator<OrderUpdate, void, undefined> {
    for await (const message of stream) yield response.parse(message).data.orderUpdated;
  }
  return collect(updates(), { end: () => client.dispose() });
}

/** A subscription on a socket of its own, and what became of the socket. */
export interface SocketWatch extends Watch {
  /** How often a connection was made. */
  readonly connections: number;
  /** The codes that connections were closed with. */
  readonly closeCodes: readonly number[];
}

const closeEvent = z.object({ code: z.number() });

/**
 * Follows an order with nothing but the graphql-ws library and its own retries. The library sends the same message
 * again after a reconnect: the cursor is kept up to date in its variables.
 */
export function watchBySocket(
  { accessToken }: Customer,
  orderId: string,
  o: { retryAttempts: number },
): SocketWatch {
  const variables: { orderId: string; after?: string } = { orderId };
  const closeCodes: number[] = [];
  let connections = 0;
  const client = createSocketClient({
    url: `${system.gatewayUrl.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${accessToken}` },
    retryAttempts: o.retryAttempts,
    retryWait: () => pause(200),
    shouldRetry: () => true,
    on: {
      connected: () => void (connections += 1),
      closed: (event) => void closeCodes.push(closeEvent.parse(event).code),
    },
  });
  const stream = client.iterate({ query: orderUpdated.document, variables });
  async function* updates(): AsyncGenerator<OrderUpdate, void, undefined> {
    for await (const message of stream) {
      const update = response.parse(message).data.orderUpdated;
      variables.after = update.cursor;
      yield update;
    }
  }
  const watch = collect(updates(), { end: () => void client.dispose() });
  return Object.defineProperty(Object.assign(watch, { closeCodes, connections: 0 }), 'connections', {
    get: () => connections,
  });
}

/** Sequence and kind of what was told, to compare with a timeline. */
export const stepsOf = (
  steps: readonly { readonly sequence: number; readonly kind: string }[],
): { sequence: number; kind: string }[] => steps.map(({ sequence, kind }) => ({ sequence, kind }));
