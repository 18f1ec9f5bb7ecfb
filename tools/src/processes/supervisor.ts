import { setTimeout as pause } from 'node:timers/promises';
import { CannotStart } from './cannotStart.ts';
import type { ChildExit, ChildSpec, GuardedChild } from './guardedChild.ts';
import { startGuarded } from './guardedChild.ts';
import type { Ledger } from './ledger.ts';
import { logTail } from './logTail.ts';
import { maxSilenceMs, secondsFrom, watchLiveness } from './liveness.ts';
import type { RestartDecision, RestartPolicy } from './restartPolicy.ts';
import { RESTART_POLICY, decideRestart } from './restartPolicy.ts';

export interface SupervisedSpec extends ChildSpec {
  /**
   * Called every `pollMs` until it resolves to true; without it a started child counts as ready. An error ends the start.
   */
  isReady?: () => Promise<boolean>;
  /** Default 25. */
  pollMs?: number;
  /** Default NAKKU_READY_TIMEOUT_S, else 60 s; more on a machine with more work than cores. */
  readyTimeoutMs?: number;
  /** What happens when it is not ready by then: the start fails, or it is told and waited for. Default `fail`. */
  whenLate?: 'fail' | 'wait';
  /** Whether a ready child still responds; one that does not for `stallTimeoutMs` is killed, and so starts again. */
  isResponsive?: () => Promise<boolean>;
  /** Default NAKKU_STALL_TIMEOUT_S, else 30 s; more on a machine with more work than cores. */
  stallTimeoutMs?: number;
  /** Whether a child that ended would end again for the same reason, so that it is not started again. */
  isHopeless?: () => boolean;
}

/** A child did not get ready; the message says why, with the end of its log. */
export class NotReady extends CannotStart {}

export type ChildState = 'starting' | 'ready' | 'waiting' | 'down' | 'stopped';

export type SupervisorEvent =
  | { kind: 'ready'; name: string; afterMs: number; restarted: boolean }
  | { kind: 'late'; name: string; afterMs: number }
  | { kind: 'stalled'; name: string; afterMs: number }
  | { kind: 'unusable'; name: string; reason: string }
  | { kind: 'died'; name: string; exit: ChildExit; againInMs: number }
  | { kind: 'gave_up'; name: string; exit: ChildExit; deaths: number };

/** Keeps children running: one that dies comes back after a growing delay, until it dies too often. */
export interface Supervisor {
  /** Starts a child and waits until it is ready; rejects when it keeps dying or never gets ready. */
  start(spec: SupervisedSpec): Promise<void>;
  /**
   * Starts a known child again, after `stop` or after it was given up.
   * @param environment variables over its own, for this and later starts
   */
  startAgain(name: string, environment?: Record<string, string>): Promise<void>;
  whenReady(name: string): Promise<void>;
  /** A signal to the process alone, as a crash or a test would send it. A death by it counts as one. */
  signal(name: string, signal: NodeJS.Signals): void;
  /** Stops a child gracefully; it stays down. */
  stop(name: string): Promise<void>;
  /** Stops all children at once, for good: nothing starts any more. */
  stopAll(): Promise<void>;
  state(name: string): ChildState;
  pid(name: string): number | undefined;
  names(): string[];
}

interface Supervised {
  spec: SupervisedSpec;
  state: ChildState;
  child?: GuardedChild;
  deaths: number[];
  starts: number;
  /** By SIGSTOP on request: that it does not respond says nothing. */
  isPaused: boolean;
  /** Ends the wait for a restart, or for readiness. */
  attempt: AbortController;
  ready: Promise<void>;
  markReady: () => void;
  markFailed: (error: Error) => void;
}

const READY_TIMEOUT_S = 60;
const STALL_TIMEOUT_S = 30;
const POLL_MS = 25;
/** How a service says (sysexits) that a restart does not help before somebody changes its configuration. */
export const EXIT_CONFIG = 78;

export function createSupervisor(o: {
  ledger: Ledger;
  onEvent?: (event: SupervisorEvent) => void;
  policy?: RestartPolicy;
}): Supervisor {
  const { ledger, onEvent = () => undefined, policy = RESTART_POLICY } = o;
  const children = new Map<string, Supervised>();
  let closed = false;

  const find = (name: string): Supervised => {
    const found = children.get(name);
    if (!found) throw new Error(`No child is called ${name}; there are: ${[...children.keys()].join(', ')}`);
    return found;
  };

  const expectReady = (entry: Supervised): void => {
    entry.ready = new Promise<void>((resolve, reject) => {
      entry.markReady = resolve;
      entry.markFailed = reject;
    });
    entry.ready.catch(() => undefined); // whoever waits sees it; nobody has to wait
  };

  const failureOf = (entry: Supervised, what: string): Error => {
    const { name, output } = entry.spec;
    if (output === 'inherit') return new NotReady(`${name} ${what}.`);
    const tail = logTail(output);
    return new NotReady(
      tail === ''
        ? `${name} ${what}. Its log is empty: ${output}`
        : `${name} ${what}. The end of its log, ${output}:\n${tail}`,
    );
  };

  const launch = (entry: Supervised): void => {
    const { spec } = entry;
    const attempt = new AbortController();
    const startedAt = Date.now();
    entry.attempt = attempt;
    entry.state = 'starting';
    entry.isPaused = false;
    const child = startGuarded(spec, ledger, entry.starts > 0);
    entry.child = child;
    entry.starts += 1;
    void child.exited.then((exit) => afterExit(entry, child, exit));
    void untilReady(entry, attempt.signal, startedAt);
  };

  const limitOf = (entry: Supervised): number =>
    maxSilenceMs(
      entry.spec.readyTimeoutMs ?? secondsFrom(process.env, 'NAKKU_READY_TIMEOUT_S', READY_TIMEOUT_S) * 1_000,
    );

  const untilReady = async (entry: Supervised, aborted: AbortSignal, startedAt: number): Promise<void> => {
    const { isReady, name, pollMs = POLL_MS, whenLate = 'fail' } = entry.spec;
    let reportedAt = startedAt;
    try {
      while (isReady && !(await isReady())) {
        if (aborted.aborted) return;
        const afterMs = Date.now() - startedAt;
        if (Date.now() - reportedAt > limitOf(entry)) {
          reportedAt = Date.now();
          // Whoever waits is told; a service that gets ready after all is still noticed.
          if (whenLate === 'wait') onEvent({ kind: 'late', name, afterMs });
          else entry.markFailed(failureOf(entry, `was not ready within ${Math.round(afterMs / 1_000)} s`));
        }
        await pause(pollMs);
      }
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      entry.markFailed(reason);
      if (entry.starts === 1) return; // whoever started it decides
      entry.state = 'down';
      onEvent({ kind: 'unusable', name, reason: reason.message });
      await entry.child?.stop();
      return;
    }
    if (aborted.aborted) return;
    entry.state = 'ready';
    entry.markReady();
    onEvent({ kind: 'ready', name, afterMs: Date.now() - startedAt, restarted: entry.starts > 1 });
    void watchResponse(entry, aborted);
  };

  /** A process that runs and does nothing ends only when somebody ends it. */
  const watchResponse = async (entry: Supervised, aborted: AbortSignal): Promise<void> => {
    const { isResponsive, name, stallTimeoutMs } = entry.spec;
    if (!isResponsive) return;
    const afterMs = await watchLiveness({
      isResponsive: () => (entry.isPaused ? Promise.resolve(true) : isResponsive()),
      timeoutMs: stallTimeoutMs ?? secondsFrom(process.env, 'NAKKU_STALL_TIMEOUT_S', STALL_TIMEOUT_S) * 1_000,
      signal: aborted,
    });
    if (afterMs === undefined || aborted.aborted) return;
    onEvent({ kind: 'stalled', name, afterMs });
    entry.child?.signal('SIGKILL');
  };

  const afterExit = async (entry: Supervised, child: GuardedChild, exit: ChildExit): Promise<void> => {
    if (entry.child !== child || entry.state === 'stopped' || entry.state === 'down') return;
    entry.attempt.abort();
    if (entry.state === 'ready') expectReady(entry);
    const now = Date.now();
    entry.deaths.push(now);
    const { name } = entry.spec;
    const isHopeless = exit.code === EXIT_CONFIG || entry.spec.isHopeless?.() === true;
    const decision: RestartDecision = isHopeless
      ? { kind: 'give_up', deaths: 1 }
      : decideRestart(entry.deaths, now, policy);
    if (decision.kind === 'give_up') {
      entry.state = 'down';
      onEvent({ kind: 'gave_up', name, exit, deaths: decision.deaths });
      const times =
        exit.code === EXIT_CONFIG
          ? 'refused its configuration'
          : `died ${decision.deaths === 1 ? 'once' : `${decision.deaths} times`}`;
      entry.markFailed(failureOf(entry, `${times} and stays down`));
      return;
    }
    entry.state = 'waiting';
    onEvent({ kind: 'died', name, exit, againInMs: decision.afterMs });
    const waiting = new AbortController();
    entry.attempt = waiting;
    await pause(decision.afterMs, undefined, { signal: waiting.signal }).catch(() => undefined);
    if (waiting.signal.aborted) return;
    try {
      launch(entry);
    } catch (error) {
      entry.state = 'down';
      onEvent({ kind: 'gave_up', name, exit, deaths: entry.deaths.length });
      entry.markFailed(failureOf(entry, `could not be started again (${String(error)})`));
    }
  };

  const stop = async (name: string): Promise<void> => {
    const entry = find(name);
    entry.state = 'stopped';
    entry.attempt.abort();
    entry.markFailed(new Error(`${name} was stopped`));
    await entry.child?.stop();
  };

  return {
    start(spec) {
      const nothing = (): void => undefined;
      const entry: Supervised = {
        spec,
        state: 'starting',
        deaths: [],
        starts: 0,
        isPaused: false,
        attempt: new AbortController(),
        ready: Promise.resolve(),
        markReady: nothing,
        markFailed: nothing,
      };
      if (closed) return Promise.reject(new Error(`${spec.name} was stopped`));
      const before = children.get(spec.name)?.state;
      if (before !== undefined && before !== 'stopped' && before !== 'down')
        throw new Error(`${spec.name} is supervised already`);
      children.set(spec.name, entry);
      expectReady(entry);
      launch(entry);
      return entry.ready;
    },
    startAgain(name, environment = {}) {
      const entry = find(name);
      entry.spec = { ...entry.spec, env: { ...entry.spec.env, ...environment } };
      if (entry.state !== 'stopped' && entry.state !== 'down')
        throw new Error(`${name} is ${entry.state} already`);
      entry.deaths = [];
      expectReady(entry);
      launch(entry);
      return entry.ready;
    },
    whenReady: (name) => find(name).ready,
    signal(name, signal) {
      const entry = find(name);
      const { child, state } = entry;
      if (!child || state === 'waiting' || state === 'down' || state === 'stopped') {
        throw new Error(`${name} does not run (${state}): cannot send ${signal}`);
      }
      if (signal === 'SIGKILL' && state === 'ready') {
        entry.state = 'starting'; // so that whoever waits from now on waits for its return
        expectReady(entry);
      }
      if (signal === 'SIGSTOP') entry.isPaused = true;
      if (signal === 'SIGCONT') entry.isPaused = false;
      child.signal(signal);
    },
    stop,
    stopAll: async () => {
      closed = true;
      await Promise.all([...children.keys()].map(stop));
    },
    state: (name) => find(name).state,
    pid: (name) => find(name).child?.pid,
    names: () => [...children.keys()],
  };
}
