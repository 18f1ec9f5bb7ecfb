import type { LiveSignals } from '@nakku/platform';
import { GraphQLError } from 'graphql';
import { abortable } from './abortable.ts';
import { type PollInterval, Wakeups } from './wakeups.ts';

/** Something over many aggregates that is read as a whole and compared with what was sent before. */
export interface SnapshotSource<State, Payload> {
  /** Channels whose hints say that something may have changed. */
  readonly channels: readonly string[];
  readonly live: LiveSignals;
  readonly poll: PollInterval;
  /** Whether the caller may (still) see it; asked before each message, with the age as in `read`. */
  mayFollow(maxAgeMs: number): Promise<boolean> | boolean;
  /**
   * Reads what is so now. `previous` is what the last call returned as `state`, null at the (re)connection, when the
   * response must be the whole, bounded snapshot. `payload` null: nothing to tell. `maxAgeMs`: how old what is read may
   * be, for `sharedReads`; 0 at the start and after a hint.
   */
  read(
    previous: State | null,
    maxAgeMs: number,
  ): Promise<{ readonly state: State; readonly payload: Payload | null }>;
}

/**
 * Follows many aggregates: a snapshot on every (re)connection, then what changed. Hints that come while reading are
 * taken together, so a slow client costs no queue.
 *
 * Ends with a GraphQLError: NOT_FOUND if the caller may not see it at the start, ACCESS_ENDED if the right ends.
 */
export function snapshotThenLive<State, Payload>(
  source: SnapshotSource<State, Payload>,
): AsyncIterableIterator<Payload> {
  return abortable((signal) => follow(source, signal));
}

async function* follow<State, Payload>(
  source: SnapshotSource<State, Payload>,
  signal: AbortSignal,
): AsyncGenerator<Payload, void, undefined> {
  const wakeups = new Wakeups(source.live, source.channels, source.poll, signal);
  try {
    let previous: State | null = null;
    let maxAgeMs = 0;
    while (!signal.aborted) {
      if (!(await source.mayFollow(maxAgeMs))) {
        throw previous === null
          ? new GraphQLError('There is no such object.', { extensions: { code: 'NOT_FOUND' } })
          : new GraphQLError('You may no longer see this.', { extensions: { code: 'ACCESS_ENDED' } });
      }
      const { state, payload }: { state: State; payload: Payload | null } = await source.read(
        previous,
        maxAgeMs,
      );
      previous = state;
      if (payload !== null) yield payload;
      maxAgeMs = await wakeups.next();
    }
  } finally {
    wakeups.close();
  }
}
