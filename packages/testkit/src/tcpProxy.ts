import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface TcpProxy {
  readonly host: string;
  readonly port: number;
  /** Delays every piece of data, in both directions, by `ms`. */
  latency(ms: number): void;
  /** Breaks all connections and refuses new ones. */
  cut(): void;
  /** Keeps all connections and delivers nothing, as a network without a route does. */
  blackhole(): void;
  /** Everything works again; what a black hole held back arrives. */
  restore(): void;
  close(): Promise<void>;
}

/**
 * A port on 127.0.0.1 in front of `target` that can be broken. Good for PostgreSQL, Redis and HTTP; a Kafka client
 * leaves it for the address that the broker advertises, so let the broker advertise the proxy.
 * @param target `host:port`, or a URL; a function is called for each connection, and while it returns undefined
 *   connections are refused
 */
export async function tcpProxy(target: string | (() => string | undefined)): Promise<TcpProxy> {
  const targetNow = typeof target === 'string' ? (): string => target : target;
  const pairs = new Set<readonly [Socket, Socket]>();
  let mode: 'open' | 'cut' | 'blackhole' = 'open';
  let latencyMs = 0;

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const address = mode === 'cut' ? undefined : targetNow();
    if (address === undefined) {
      client.on('error', () => undefined).resetAndDestroy();
      return;
    }
    const to = new URL(address.includes('://') ? address : `tcp://${address}`);
    const upstream = connect({
      host: to.hostname,
      port: Number(to.port),
      allowHalfOpen: true,
      noDelay: true,
    });
    const pair = [client, upstream] as const;
    pairs.add(pair);
    forward(client, upstream);
    forward(upstream, client);
    for (const socket of pair) {
      socket.on('error', () => destroy(pair));
      socket.on('close', () => destroy(pair));
      if (mode === 'blackhole') socket.pause();
    }
  });

  function forward(from: Socket, into: Socket): void {
    let held = 0;
    let last = Promise.resolve();
    /** What comes once the delay is over waits for what was delayed: bytes stay in order. */
    const later = (work: () => void): void => {
      if (latencyMs === 0 && held === 0) return work();
      const due = performance.now() + latencyMs;
      held += 1;
      last = last.then(async () => {
        const left = due - performance.now();
        if (left > 0) await pause(left);
        held -= 1;
        work();
      });
    };
    from.on('data', (chunk: Buffer) => later(() => void (into.writable && into.write(chunk))));
    from.on('end', () => later(() => void (into.writable && into.end())));
  }

  function destroy(pair: readonly [Socket, Socket]): void {
    pairs.delete(pair);
    for (const socket of pair) socket.destroy();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no TCP address');

  return {
    host: '127.0.0.1',
    port: address.port,
    latency: (ms) => void (latencyMs = ms),
    cut() {
      mode = 'cut';
      for (const pair of [...pairs]) destroy(pair);
    },
    blackhole() {
      mode = 'blackhole';
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    restore() {
      mode = 'open';
      latencyMs = 0;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    async close() {
      for (const pair of [...pairs]) destroy(pair);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
