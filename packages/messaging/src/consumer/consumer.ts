import { pause } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import { join } from './membership.ts';
import type { Membership, MembershipParts } from './membership.ts';

export interface SupervisedConsumer {
  readonly state: 'starting' | 'running' | 'stopped';
  /** Milliseconds since the broker responded last; null before the first time. */
  readonly lastPollAgeMs: number | null;
  start(): void;
  stop(): Promise<void>;
}

/** Keeps a membership in the group alive: joins again after a crash, a lost membership or a silent broker. */
export function superviseConsumer(
  o: Omit<MembershipParts, 'onHeartbeat'> & { prepare: () => Promise<void> },
): SupervisedConsumer {
  const stopping = new AbortController();
  const log = logger({ part: 'consumer' });
  let state: SupervisedConsumer['state'] = 'starting';
  let heartbeatAt: number | undefined;
  let running: Promise<void> | undefined;

  const age = (): number | null => (heartbeatAt === undefined ? null : performance.now() - heartbeatAt);

  /** Until the membership ends, nothing is heard for too long, or we stop. */
  const watch = async (membership: Membership): Promise<void> => {
    const over = new AbortController();
    const ended = membership.ended.then((error) => {
      if (!stopping.signal.aborted) log.warn({ err: error }, 'the consumer lost its group, joining again');
      over.abort();
    });
    void ended;
    const either = AbortSignal.any([over.signal, stopping.signal]);
    while (!either.aborted) {
      await pause(1_000, either);
      if ((age() ?? 0) <= o.tuning.pollLateMs) continue;
      log.warn({ ageMs: age() }, 'the broker is silent, joining again');
      return;
    }
  };

  const loop = async (): Promise<void> => {
    let waitMs = 100;
    let failures = 0;
    while (!stopping.signal.aborted) {
      let membership: Membership | undefined;
      try {
        await o.prepare();
        heartbeatAt = undefined;
        membership = await join({ ...o, onHeartbeat: () => (heartbeatAt = performance.now()) });
        state = 'running';
        waitMs = 100;
        failures = 0;
        await watch(membership);
      } catch (error) {
        failures += 1;
        // The first of an outage, and one a minute.
        const level = failures % 30 === 1 ? 'warn' : 'debug';
        log[level]({ err: error, failures }, 'the consumer cannot join its group yet');
      }
      state = stopping.signal.aborted ? 'stopped' : 'starting';
      await membership?.leave();
      if (stopping.signal.aborted) return;
      await pause(waitMs, stopping.signal);
      waitMs = Math.min(waitMs * 2, 2_000);
    }
  };

  return {
    get state() {
      return state;
    },
    get lastPollAgeMs() {
      return age();
    },
    start() {
      running = loop();
    },
    async stop() {
      stopping.abort();
      await running;
      state = 'stopped';
    },
  };
}
