import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** What a client does or is told; the words of Jepsen's histories. */
export type Action =
  | { readonly f: 'place'; readonly key: string; readonly orderId?: string }
  | { readonly f: 'cancel'; readonly key: string; readonly orderId: string; readonly outcome?: string }
  | { readonly f: 'read'; readonly orderId: string; readonly version?: number; readonly status?: string }
  | {
      readonly f: 'watch';
      readonly orderId: string;
      readonly sequence: number;
      readonly kind: string;
      readonly status: string;
      readonly version: number;
    }
  | { readonly f: 'fault'; readonly kind: string; readonly target: string; readonly forMs: number };

export type Entry = Action & {
  readonly index: number;
  /** Milliseconds since the history began. */
  readonly time: number;
  /** Who: a customer, or the nemesis. */
  readonly process: string;
  /** `fail` had no effect for sure; after `info` nobody knows. */
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  /** Index of the invocation that this completes. */
  readonly of?: number;
  readonly error?: string;
};

/** Everything that clients saw and the nemesis did, in one order, kept and written as JSON lines. */
export interface History {
  readonly entries: readonly Entry[];
  add(
    process: string,
    type: Entry['type'],
    action: Action,
    more?: { readonly of?: number; readonly error?: string },
  ): Entry;
  close(): Promise<void>;
}

/** @param file is written anew */
export function openHistory(file: string): History {
  const out = createWriteStream(file);
  const began = performance.now();
  const entries: Entry[] = [];
  return {
    entries,
    add(process, type, action, more = {}) {
      const time = Math.round(performance.now() - began);
      const entry: Entry = { index: entries.length, time, process, type, ...action, ...more };
      entries.push(entry);
      out.write(`${JSON.stringify(entry)}\n`);
      return entry;
    },
    close: async () => {
      out.end();
      await finished(out);
    },
  };
}
