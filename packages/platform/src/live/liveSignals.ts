import { logger } from '@nakku/telemetry';
import type { Redis } from 'ioredis';
import type { LiveSignals } from '../platform.ts';

export interface ClosableLiveSignals extends LiveSignals {
  close(): void;
}

type Listener = (value: number | string | null) => void;

/** Channels of one SUBSCRIBE: very many arguments of one call overflow the stack, which would end the process. */
const MAX_CHANNELS_PER_COMMAND = 1_000;

/**
 * Hints over Redis pub/sub with one subscriber connection per process. While Redis is away they reach the listeners
 * of this process only; others find out by their poll. Whoever listens is told when it went and when it is back, to
 * poll faster and to catch up.
 */
export function createLiveSignals(redis: Redis | undefined, prefix: string): ClosableLiveSignals {
  const listeners = new Map<string, Set<Listener>>();
  const log = logger({ part: 'live' });
  let subscriber: Redis | undefined;

  const deliver = (channel: string, value: number | string | null): void => {
    for (const listener of [...(listeners.get(channel) ?? [])]) {
      try {
        listener(value);
      } catch (error) {
        log.error({ err: error, channel }, 'a listener of live hints threw');
      }
    }
  };
  const notifyAll = (): void => {
    for (const channel of [...listeners.keys()]) deliver(channel, null);
  };
  const dropped = (error: unknown): void => log.debug({ err: error }, 'Redis did not take a live hint');

  const subscribeAll = async (connection: Redis): Promise<void> => {
    const channels = [...listeners.keys()].map((channel) => prefix + channel);
    for (let from = 0; from < channels.length; from += MAX_CHANNELS_PER_COMMAND) {
      await connection.subscribe(...channels.slice(from, from + MAX_CHANNELS_PER_COMMAND));
    }
  };

  const connect = (from: Redis): Redis => {
    const connection = from.duplicate({
      // We subscribe anew ourselves: ioredis forgets what was asked for while it was away.
      autoResubscribe: false,
      // The service's own connection is lazy; nobody would connect this one.
      lazyConnect: false,
      maxRetriesPerRequest: null,
      enableOfflineQueue: false,
    });
    connection.on('error', dropped);
    let wasReady = false;
    connection.on('ready', () => {
      wasReady = true;
      subscribeAll(connection).then(notifyAll, dropped);
    });
    connection.on('close', () => {
      if (wasReady) notifyAll();
      wasReady = false;
    });
    connection.on('message', (channel: string, text: string) => {
      if (channel.startsWith(prefix)) deliver(channel.slice(prefix.length), decoded(text));
    });
    return connection;
  };

  const isReady = (connection: Redis | undefined): boolean => connection?.status === 'ready';

  return {
    get healthy() {
      return isReady(redis) && (subscriber === undefined || isReady(subscriber));
    },
    publish(channel, value) {
      if (redis && isReady(redis)) redis.publish(prefix + channel, encoded(value)).catch(dropped);
      else deliver(channel, value);
    },
    subscribe(channel, listener) {
      if (redis) subscriber ??= connect(redis);
      const known = listeners.get(channel);
      if (known) known.add(listener);
      else {
        listeners.set(channel, new Set([listener]));
        if (subscriber && isReady(subscriber)) subscriber.subscribe(prefix + channel).catch(dropped);
      }
      return () => {
        const now = listeners.get(channel);
        if (!now?.delete(listener) || now.size > 0) return;
        listeners.delete(channel);
        if (subscriber && isReady(subscriber)) subscriber.unsubscribe(prefix + channel).catch(dropped);
      };
    },
    close() {
      listeners.clear();
      subscriber?.disconnect();
      subscriber = undefined;
    },
  };
}

/** Numbers stay numbers. */
function encoded(value: number | string): string {
  return typeof value === 'number' ? String(value) : `s${value}`;
}

function decoded(text: string): number | string {
  return text.startsWith('s') ? text.slice(1) : Number(text);
}
