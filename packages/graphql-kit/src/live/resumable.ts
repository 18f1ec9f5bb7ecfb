import type { LiveSignals } from '@nakku/platform';
import { GraphQLError } from 'graphql';
import { abortable } from './abortable.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { type PollInterval, Wakeups } from './wakeups.ts';

/** One aggregate whose history can be followed without losing a step. */
export interface ResumableSource<Step extends { readonly sequence: number }, Payload> {
  /** Names the history within the cursor, for example `order:<id>`. */
  readonly stream: string;
  /** Channel of the hints that the aggregate changed, `<topic>:<key>`. */
  readonly channel: string;
  readonly live: LiveSignals;
  readonly poll: PollInterval;
  /** Cursor to go on from; null begins with the current state. */
  readonly after: string | null;
  /** The latest step; null if the aggregate does not exist. */
  latest(): Promise<Step | null>;
  /**
   * The sequence of the latest step, at most `maxAgeMs` old, for `sharedReads`: a poll looks at it first. Without it a
   * poll reads the history.
   */
  latestSequence?(maxAgeMs: number): Promise<number | null>;
  /** Steps after `sequence` in order, at most `limit`. */
  history(sequence: number, limit: number): Promise<readonly Step[]>;
  /** Whether the caller may (still) see it; asked before each step that goes out. */
  mayFollow(): Promise<boolean> | boolean;
  /** What goes to the client for a step. */
  payload(step: Step, cursor: string): Promise<Payload> | Payload;
}

const BATCH = 100;

function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/**
 * Follows one aggregate: without `after` first the latest step, with it every step missed, then it goes on live.
 * Hints only say when to look; steps come from the database, in order and without gaps, so a lost hint costs time
 * and never a step.
 *
 * Ends with a GraphQLError: CURSOR_INVALID (damaged or of another stream), CURSOR_IN_FUTURE, CURSOR_EXPIRED (the
 * history before it was pruned), NOT_FOUND, ACCESS_ENDED (the caller's right ended).
 */
export function resumable<Step extends { readonly sequence: number }, Payload>(
  source: ResumableSource<Step, Payload>,
): AsyncIterableIterator<Payload> {
  return abortable((signal) => follow(source, signal));
}

async function* follow<Step extends { readonly sequence: number }, Payload>(
  source: ResumableSource<Step, Payload>,
  signal: AbortSignal,
): AsyncGenerator<Payload, void, undefined> {
  const resumeFrom = source.after === null ? null : decodeCursor(source.after, source.stream);
  // Listen before the first read: a change that commits between the two is then hinted, not missed.
  const wakeups = new Wakeups(source.live, [source.channel], source.poll, signal);
  try {
    const latest = await source.latest();
    if (latest === null || !(await source.mayFollow()))
      throw refusal('NOT_FOUND', 'There is no such object.');
    if (resumeFrom !== null && resumeFrom > latest.sequence) {
      throw refusal('CURSOR_IN_FUTURE', '`after` lies in the future: begin without it.');
    }
    let position = resumeFrom ?? latest.sequence;
    if (resumeFrom === null) yield await source.payload(latest, encodeCursor(source.stream, latest.sequence));

    while (!signal.aborted) {
      const steps = await source.history(position, BATCH);
      for (const step of steps) {
        if (!(await source.mayFollow())) throw refusal('ACCESS_ENDED', 'You may no longer see this.');
        if (step.sequence !== position + 1) {
          throw refusal('CURSOR_EXPIRED', 'The history after this cursor is gone: begin without it.');
        }
        yield await source.payload(step, encodeCursor(source.stream, step.sequence));
        position = step.sequence;
      }
      if (steps.length < BATCH) await untilMayHaveMore(source, wakeups, position, signal);
    }
  } finally {
    wakeups.close();
  }
}

/** Waits for a hint, or for a poll that sees a later step than `position`. */
async function untilMayHaveMore<Step extends { readonly sequence: number }, Payload>(
  source: ResumableSource<Step, Payload>,
  wakeups: Wakeups,
  position: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const maxAgeMs = await wakeups.next();
    if (maxAgeMs === 0 || !source.latestSequence) return;
    const latest = await source.latestSequence(maxAgeMs);
    if (latest === null || latest > position) return;
  }
}
