import { setTimeout as pause } from 'node:timers/promises';
import type { ChildExit, ChildSpec, GuardedChild } from './guardedChild.ts';
import { startGuarded } from './guardedChild.ts';
import type { Ledger } from './ledger.ts';
import { logTail } from './logTail.ts';
import type { RestartDecision, RestartPolicy } from './restartPolicy.ts';
import { RESTART_POLICY, decideRestart } from './restartPolicy.ts';

export interface SupervisedSpec extends ChildSpec {
  /** Asked every `pollMs` until it says yes; without it a started child counts as ready. */
  isReady?: () => Promise<boolean>;
  /** Default 25. */
  pollMs?: number;
  readyTimeoutMs?: number;
}

export type ChildState = 'starting' | 'ready' | 'waiting' | 'down' | 'stopped';

export type SupervisorEvent =
  | { kind: 'ready'; name: string; afterMs: number; restarted: boolean }
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
  /** Ends the wait for a restart, or for readiness. */
  attempt: AbortController;
  ready: Promise<void>;
  markReady: () => void;
  markFailed: (error: Error) => void;
}

const READY_TIMEOUT_MS = 60_000;
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
    return new Error(
      `${name} ${what}\n${output === 'inherit' ? '' : `${output}:\n${logTail(output)}`}`.trimEnd(),
    );
  };

  const launch = (entry: Supervised): void => {
    const { spec } = entry;
    const attempt = new AbortController();
    const startedAt = Date.now();
    entry.attempt = attempt;
    entry.state = 'starting';
    const child = startGuarded(spec, ledger, entry.starts > 0);
    entry.child = child;
    entry.starts += 1;
    void child.exited.then((exit) => afterExit(entry, child, exit));
    void untilReady(entry, attempt.signal, startedAt);
  };

  const untilReady = async (entry: Supervised, aborted: AbortSignal, startedAt: number): Promise<void> => {
    const { isReady, name, readyTimeoutMs = READY_TIMEOUT_MS, pollMs = POLL_MS } = entry.spec;
    while (isReady && !(await isReady())) {
      if (aborted.aborted) return;
      if (Date.now() - startedAt > readyTimeoutMs) {
        // Whoever waits is told; a service that gets ready after all is still noticed.
        entry.markFailed(failureOf(entry, `was not ready within ${readyTimeoutMs / 1000} s`));
      }
      await pause(pollMs);
    }
    if (aborted.aborted) return;
    entry.state = 'ready';
    entry.markReady();
    onEvent({ kind: 'ready', name, afterMs: Date.now() - startedAt, restarted: entry.starts > 1 });
  };

  const afterExit = async (entry: Supervised, child: GuardedChild, exit: ChildExit): Promise<void> => {
    if (entry.child !== child || entry.state === 'stopped') return;
    entry.attempt.abort();
    if (entry.state === 'ready') expectReady(entry);
    const now = Date.now();
    entry.deaths.push(now);
    const { name } = entry.spec;
    const decision: RestartDecision =
      exit.code === EXIT_CONFIG ? { kind: 'give_up', deaths: 1 } : decideRestart(entry.deaths, now, policy);
    if (decision.kind === 'give_up') {
      entry.state = 'down';
      onEvent({ kind: 'gave_up', name, exit, deaths: decision.deaths });
      const times = exit.code === EXIT_CONFIG ? 'refused its configuration' : `died ${decision.deaths} times`;
      entry.markFailed(failureOf(entry, `${times} and stays down`));
      return;
    }
    entry.state = 'waiting';
    onEvent({ kind: 'died', name, exit, againInMs: decision.afterMs });
    const waiting = new AbortController();
    entry.attempt = waiting;
    await pause(decision.afterMs, undefined, { signal: waiting.signal }).catch(() => undefined);
    if (!waiting.signal.aborted) launch(entry);
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
        attempt: new AbortController(),
        ready: Promise.resolve(),
        markReady: nothing,
        markFailed: nothing,
      };
      if (closed) return Promise.reject(new Error(`${spec.name} was stopped`));
      if (children.has(spec.name)) throw new Error(`${spec.name} is supervised already`);
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
