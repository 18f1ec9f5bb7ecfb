import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { FairQueue } from './fairQueue.ts';
import { withoutUnknownPurposes } from './unenforced.ts';

export interface PlanningLimits {
  /** One plan may take so long, ms. */
  readonly timeoutMs: number;
  /** A new supergraph takes over after so long at the latest, with the plans in use that it has by then, ms. */
  readonly warmingTimeoutMs: number;
  /** Plans that may wait, of all clients and of one. */
  readonly maxWaiting: number;
  readonly maxWaitingPerClient: number;
  /** Bytes of all plans that are kept. */
  readonly maxPlanBytes: number;
  /** Alternatives that the planner compares for one operation, and ways to one field that it considers. */
  readonly maxEvaluatedPlans: number;
  readonly pathsLimit: number;
}

/** A plan as JSON, and how long it took, ms. */
export interface MadePlan {
  readonly json: string;
  readonly ms: number;
}

/** An operation that is not planned: it takes too long, or too many wait. */
export class PlanningRefused extends Error {
  override readonly name = 'PlanningRefused';
  readonly reason: 'timeout' | 'busy';
  /** How long it was tried just now. */
  readonly ms: number;

  constructor(reason: 'timeout' | 'busy', ms: number) {
    super(reason === 'timeout' ? 'planning took too long' : 'too many operations wait to be planned');
    this.reason = reason;
    this.ms = ms;
  }
}

export interface PlannerThread {
  /**
   * Plans an operation beside the event loop, each client in turn.
   * @throws PlanningRefused; any other error is the planner's
   */
  plan(text: string, operationName: string | undefined, client: string): Promise<MadePlan>;
  /** Starts the thread before it is needed. */
  warm(): Promise<void>;
  /** Ends the thread as soon as nothing waits for it. */
  retire(): void;
}

interface Job {
  readonly text: string;
  readonly operationName: string | undefined;
  resolve(plan: MadePlan): void;
  reject(error: Error): void;
}

const messageSchema = z.object({
  ready: z.boolean().optional(),
  plan: z.string().optional(),
  problem: z.string().optional(),
  ms: z.number().optional(),
});

/** Plans operations of one supergraph in a thread that begins with the first and is replaced when one takes too long. */
export function createPlannerThread(sdl: string, limits: PlanningLimits): PlannerThread {
  const queue = new FairQueue<Job>();
  let worker: Worker | undefined;
  let isReady = false;
  let isRetired = false;
  let current: Job | undefined;
  let timer: NodeJS.Timeout | undefined;
  const waitingForStart: { resolve(): void; reject(error: Error): void }[] = [];

  function start(): Worker {
    const started = new Worker(new URL('./plannerWorker.js', import.meta.url), {
      workerData: {
        sdl: withoutUnknownPurposes(sdl),
        maxEvaluatedPlans: limits.maxEvaluatedPlans,
        pathsLimit: limits.pathsLimit,
      },
    });
    // A gateway that has nothing else to do may end.
    started.unref();
    started.on('message', (message: unknown) => {
      if (started === worker) receive(messageSchema.parse(message));
    });
    started.on('error', (error) => {
      if (started === worker) fail(error);
    });
    return started;
  }

  function receive({ ready, plan, problem, ms = 0 }: z.infer<typeof messageSchema>): void {
    if (ready) {
      isReady = true;
      for (const { resolve } of waitingForStart.splice(0)) resolve();
    } else {
      clearTimeout(timer);
      const job = current;
      current = undefined;
      if (plan !== undefined) job?.resolve({ json: plan, ms });
      else job?.reject(new Error(problem ?? 'the planner gave no plan'));
    }
    next();
  }

  /** Ends a thread that is stuck or broken; the next operation begins another. One that never began fails all. */
  function fail(error: Error): void {
    const hadBegun = isReady;
    end();
    const job = current;
    current = undefined;
    job?.reject(error);
    if (!hadBegun) {
      for (const { reject } of waitingForStart.splice(0)) reject(error);
      for (let waiting = queue.take(); waiting; waiting = queue.take()) waiting.reject(error);
    }
    next();
  }

  function end(): void {
    clearTimeout(timer);
    const ended = worker;
    worker = undefined;
    isReady = false;
    void ended?.terminate();
  }

  function next(): void {
    if (current) return;
    if (queue.length === 0) {
      if (isRetired) end();
      return;
    }
    worker ??= start();
    if (!isReady) return;
    current = queue.take();
    if (!current) return;
    const { text, operationName } = current;
    timer = setTimeout(() => fail(new PlanningRefused('timeout', limits.timeoutMs)), limits.timeoutMs);
    worker.postMessage({ text, operationName });
  }

  return {
    plan(text, operationName, client) {
      if (queue.length >= limits.maxWaiting || queue.lengthOf(client) >= limits.maxWaitingPerClient)
        return Promise.reject(new PlanningRefused('busy', 0));
      return new Promise((resolve, reject) => {
        queue.add(client, { text, operationName, resolve, reject });
        next();
      });
    },
    async warm() {
      worker ??= start();
      if (!isReady) await new Promise<void>((resolve, reject) => waitingForStart.push({ resolve, reject }));
    },
    retire() {
      isRetired = true;
      next();
    },
  };
}
