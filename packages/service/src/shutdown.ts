import { withTimeout } from '@nakku/platform';
import { logger } from '@nakku/telemetry';

/** From the outside in: first nothing new comes, then what runs ends, then what it needed is closed. */
const phases = ['requests', 'sockets', 'service', 'jobs', 'events', 'graphql', 'pools', 'telemetry'] as const;
export type ShutdownPhase = (typeof phases)[number];

/** `leftMs` is what remains of the grace period. */
type Step = (leftMs: number) => Promise<unknown> | unknown;

/**
 * The steps that end a service. A step that fails is logged and does not keep the others from running; one that
 * hangs is left behind when its share of the grace period is over, so that the later ones still get theirs.
 */
export class Shutdown {
  readonly #steps: { phase: ShutdownPhase; run: Step }[] = [];
  readonly #graceMs: number;
  #running: Promise<void> | undefined;

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  get begun(): boolean {
    return this.#running !== undefined;
  }

  /** Within a phase, what was added last ends first. */
  on(phase: ShutdownPhase, run: Step): void {
    this.#steps.unshift({ phase, run });
  }

  /** Runs all steps once; further calls wait for the same end. */
  run(): Promise<void> {
    this.#running ??= this.#runAll();
    return this.#running;
  }

  async #runAll(): Promise<void> {
    const log = logger({ part: 'shutdown' });
    const end = performance.now() + this.#graceMs;
    for (const phase of phases) {
      for (const step of this.#steps.filter((added) => added.phase === phase)) {
        const shareMs = Math.max((end - performance.now()) * 0.6, 50);
        try {
          const late = `${phase} took longer than ${Math.round(shareMs)} ms`;
          // A little less than the limit, so that a step can cut its own loose ends before it is given up.
          await withTimeout(shareMs, late, Promise.resolve(step.run(shareMs * 0.8)));
        } catch (err) {
          log.error({ err, phase }, 'a step of the shutdown failed');
        }
      }
    }
  }
}
