import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Customer, PaymentIntent, PaymentMethod, Refund, StripeEvent } from './objects.ts';

/** What a line of the ledger tells. Only the first group moves money or holds. */
export type EntryKind =
  | 'authorized'
  | 'increased'
  | 'captured'
  | 'released'
  | 'refunded'
  | 'action_required'
  | 'declined'
  | 'authentication_failed'
  | 'capture_failed'
  | 'refund_failed'
  | 'customer_created'
  | 'method_attached'
  | 'webhook_settled';

/** A response that an idempotency key keeps. */
export interface StoredResponse {
  readonly key: string;
  /** Hash of method, path and body. */
  readonly request: string;
  readonly status: number;
  readonly body: string;
}

/** What one request changed: objects after the change, events to deliver, the response. One line, so all or nothing. */
export interface NewEntry {
  readonly kind: EntryKind;
  /** Of what moved; 0 where nothing did. */
  readonly amount: number;
  readonly intent?: PaymentIntent;
  readonly refund?: Refund;
  /** `token` is the test token that tells how the card behaves. */
  readonly method?: { readonly token: string; readonly object: PaymentMethod };
  readonly customer?: Customer;
  readonly events?: readonly StripeEvent[];
  readonly response?: StoredResponse;
  /** Of `webhook_settled`: the event that needs no more delivery. */
  readonly eventId?: string;
}

export interface Entry extends NewEntry {
  /** From 1, without gaps. */
  readonly seq: number;
  /** ISO 8601. */
  readonly at: string;
}

/** Where entries are kept. */
export interface Journal {
  /** Entries of earlier runs. */
  readonly past: readonly Entry[];
  append(entry: Entry): void;
  close(): void;
}

/** Keeps nothing beyond the process. */
export function memoryJournal(): Journal {
  return { past: [], append: () => undefined, close: () => undefined };
}

/**
 * A file of JSON lines, written before the response leaves: it survives kill -9 of the process. A last line that was
 * cut off is dropped, because its response never left.
 */
export function fileJournal(directory: string): Journal {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, 'ledger.jsonl');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const handle = openSync(file, 'a');
  if (whole.length < text.length) ftruncateSync(handle, Buffer.byteLength(whole));
  return {
    past: whole
      .split('\n')
      .filter((line) => line !== '')
      .map(readLine),
    append: (entry) => void writeSync(handle, `${JSON.stringify(entry)}\n`),
    close: () => closeSync(handle),
  };
}

/** The file is ours alone: what stands in it is what `append` wrote. */
function readLine(line: string): Entry {
  return JSON.parse(line) as Entry;
}
