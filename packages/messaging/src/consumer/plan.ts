import { openEnvelope } from '@nakku/contracts';
import type { Envelope } from '@nakku/contracts';
import type { SqlExecutor } from '@nakku/platform';
import type { ConsumerHandlers } from '../runningPlatform.ts';
import { orderingOf, understand } from './message.ts';
import type { ConsumedMessage, HandledEvent, Projectable } from './message.ts';
import { projectOf } from './projection.ts';

/** Events of one key that follow each other and have no handler: only the position moves over them. */
export interface SkippedRun {
  readonly key: string;
  /** Lowest and highest sequence, both skipped. */
  readonly from: number;
  readonly to: number;
  readonly events: readonly { readonly message: ConsumedMessage; readonly envelope: Envelope }[];
}

/** One thing to do with the events of a key. */
export type Step<Tx> =
  /** Runs the handler, in one transaction with the position; `skipped` are the events right before it. */
  | {
      readonly kind: 'apply';
      readonly message: ConsumedMessage;
      readonly event: HandledEvent<Tx>;
      readonly skipped?: SkippedRun | undefined;
    }
  /** Moves the positions over events without a handler, of one or many keys of a topic. */
  | { readonly kind: 'flush'; readonly topic: string; readonly runs: readonly SkippedRun[] }
  | {
      readonly kind: 'dead_letter';
      readonly message: ConsumedMessage;
      readonly envelope: Envelope | undefined;
      readonly reason: 'malformed' | 'poison';
      readonly error: unknown;
      readonly attempts: number;
    }
  /** It is not the next event of its key: it is known already, gets parked, or `whenNext` follows. */
  | {
      readonly kind: 'park';
      readonly message: ConsumedMessage;
      readonly sequence: number;
      readonly whenNext: Step<Tx>;
    }
  /** Takes parked events of a key whose turn has come, one after the other. */
  | { readonly kind: 'drain'; readonly topic: string; readonly key: string };

/** What a batch of one topic needs. */
export interface Plan<Tx> {
  /** Messages whose event was applied before. */
  readonly duplicates: number;
  /** Events of projections, to be applied together: no order matters among them. */
  readonly projections: readonly Projectable<Tx>[];
  /** Steps of one key each, to be done in their order; keys do not wait for each other. */
  readonly keys: readonly (readonly Step<Tx>[])[];
  /** What is skipped at the end of each key: joins what comes next of the key, or is written down later. */
  readonly tails: readonly SkippedRun[];
}

/**
 * Decides what to do with a batch; reads and changes nothing.
 * @param positions sequences applied last, of keys that were looked up
 * @param held by key: what earlier batches have skipped at their end and nobody has written down
 */
export function plan<Tx extends SqlExecutor>(
  messages: readonly ConsumedMessage[],
  positions: ReadonlyMap<string, number>,
  handlers: ConsumerHandlers<Tx>,
  held: ReadonlyMap<string, SkippedRun> = new Map(),
): Plan<Tx> {
  const fresh = messages.filter((message) => !isApplied(message, positions));
  const keys = byKey(fresh);
  const plans = [...keys].map(([key, ofKey]) => planOfKey(ofKey, handlers, held.get(key)));
  const untouched = [...held.values()].filter(({ key }) => !keys.has(key));
  return {
    duplicates: messages.length - fresh.length,
    projections: plans.flatMap(({ projections }) => projections),
    keys: plans.map(({ steps }) => steps).filter((steps) => steps.length > 0),
    tails: [...untouched, ...plans.flatMap(({ tail }) => (tail ? [tail] : []))],
  };
}

function planOfKey<Tx extends SqlExecutor>(
  messages: readonly ConsumedMessage[],
  handlers: ConsumerHandlers<Tx>,
  held: SkippedRun | undefined,
): { steps: Step<Tx>[]; projections: Projectable<Tx>[]; tail: SkippedRun | undefined } {
  const steps: Step<Tx>[] = [];
  const projections: Projectable<Tx>[] = [];
  let run = held;
  const flush = (): void => {
    if (run) steps.push(flushOf(run));
    run = undefined;
  };
  for (const message of messages) {
    const understood = understand(message, handlers);
    if (understood.kind === 'malformed') {
      flush();
      const { envelope, error } = understood;
      steps.push({ kind: 'dead_letter', message, envelope, reason: 'malformed', error, attempts: 1 });
      continue;
    }
    // Where the latest wins or no order counts, what has no handler leaves no trace.
    if (orderingOf(message.topic, handlers) !== 'contiguous') {
      if (understood.kind === 'unhandled') continue;
      if (projectOf(understood.handle)) {
        projections.push({ message, event: understood });
        continue;
      }
    }
    const { envelope } = understood;
    if (run && envelope.sequence !== run.to + 1) flush();
    if (understood.kind === 'unhandled') run = extended(run, message, envelope);
    else {
      steps.push({ kind: 'apply', message, event: understood, skipped: run });
      run = undefined;
    }
  }
  return { steps, projections, tail: run };
}

/** The step that records a run of events without handlers as passed. */
export function flushOf<Tx>(run: SkippedRun): Step<Tx> {
  return { kind: 'flush', topic: run.events[0]?.message.topic ?? '', runs: [run] };
}

/** The run with one more event without a handler; a new run if there is none. Its sequence must follow the run. */
export function extended(
  run: SkippedRun | undefined,
  message: ConsumedMessage,
  envelope: Envelope,
): SkippedRun {
  const { sequence } = envelope;
  return {
    key: message.key,
    from: run?.from ?? sequence,
    to: sequence,
    events: [...(run?.events ?? []), { message, envelope }],
  };
}

function isApplied(message: ConsumedMessage, positions: ReadonlyMap<string, number>): boolean {
  const position = positions.get(message.key);
  if (position === undefined) return false;
  const envelope = openEnvelope(message.headers);
  return envelope.ok && envelope.value.sequence <= position;
}

function byKey(messages: readonly ConsumedMessage[]): Map<string, ConsumedMessage[]> {
  const keys = new Map<string, ConsumedMessage[]>();
  for (const message of messages) {
    const known = keys.get(message.key);
    if (known) known.push(message);
    else keys.set(message.key, [message]);
  }
  return keys;
}
