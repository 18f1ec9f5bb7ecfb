import type { EventType, ReceivedEvent } from '@nakku/contracts';
import type {
  DeadlineHandlers,
  LiveSignals,
  Platform,
  SqlExecutor,
  Transaction,
  WaitingWork,
} from '@nakku/platform';
import type { DeadLetters } from './deadLetters/deadLetters.ts';
import type { TopicReprocessings } from './reprocessing/topicReprocessings.ts';

/** Handlers by event type. Each runs at most once per event to its commit, in order per topic and key. */
export type ConsumerHandlers<Tx> = {
  readonly [T in EventType]?: (event: ReceivedEvent<T>, tx: Transaction<Tx>) => Promise<void>;
};

export interface PlatformReadiness {
  /** False until the consumer (if any) has joined its group, and while it has not polled for long. */
  readonly ready: boolean;
  readonly relay: {
    readonly databaseConnected: boolean;
    readonly brokerConnected: boolean;
    readonly lanes: readonly number[];
    readonly unpublishedAgeSeconds: number;
  };
  readonly consumer: {
    readonly state: 'none' | 'starting' | 'running' | 'stopped';
    /** Milliseconds since the last response of the broker; null before the first. */
    readonly lastPollAgeMs: number | null;
  };
  readonly live: { readonly healthy: boolean };
}

/** A platform with its relay, consumer and scheduler. */
export interface RunningPlatform<Tx extends SqlExecutor> extends Platform<Tx> {
  readonly live: LiveSignals;
  readonly deadLetters: DeadLetters;
  readonly reprocessings: TopicReprocessings;
  /** See `waitingWork`. */
  waiting(limits: { olderThanMs: number; limit: number }): Promise<WaitingWork[]>;
  /** Starts working in the background and returns at once: broker and Redis may be down. */
  start(work?: { consumer?: ConsumerHandlers<Tx>; deadlines?: DeadlineHandlers<Tx> }): Promise<void>;
  /** Stops consuming (with commit), flushes the outbox as far as the broker responds, closes connections. */
  stop(): Promise<void>;
  readiness(): PlatformReadiness;
}
