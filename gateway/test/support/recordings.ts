import type { Recording } from './clients.ts';

/** The recordings of a test file's subscriptions, which are stopped after each test. */
export interface Recordings {
  /** Has a recording stopped at the end of the test, and returns it. */
  keep<Kept extends Pick<Recording, 'stop'>>(recording: Kept): Kept;
  /** Stops all that are kept: call it after each test. */
  stop(): Promise<void>;
}

export function keepRecordings(): Recordings {
  const kept: Pick<Recording, 'stop'>[] = [];
  return {
    keep(recording) {
      kept.push(recording);
      return recording;
    },
    async stop() {
      for (const recording of kept.splice(0)) await recording.stop();
    },
  };
}
