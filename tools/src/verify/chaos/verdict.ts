import path from 'node:path';
import type { Databases, InvariantTargets } from '../invariants/databases.ts';
import { checkInvariants } from '../invariants/index.ts';
import type { CheckResult, Violation } from '../invariants/index.ts';
import type { Entry } from './history.ts';
import { judge } from './judge.ts';
import type { Log } from './log.ts';
import { poisonIsDeadLettered, poisonOn } from './poison.ts';
import type { Shopped } from './shopper.ts';
import { takeSnapshot } from './snapshot.ts';
import { readTruth } from './truth.ts';

const IDLE_TIMEOUT_MS = 60_000;

export interface Verdict {
  readonly results: readonly CheckResult[];
  /** What was still under way when the wait was over. */
  readonly unsettled: readonly Violation[];
  /** Of each order, in the end. */
  readonly statusOf: ReadonlyMap<string, string>;
}

/** Waits for rest, takes a snapshot, and checks every rule: of the databases, topics and ledger, and of the history. */
export async function verdict(o: {
  readonly log: Log;
  readonly databases: Databases;
  readonly targets: InvariantTargets;
  readonly shopped: readonly Shopped[];
  readonly history: readonly Entry[];
  readonly folder: string;
  readonly endTimeoutMs: number;
}): Promise<Verdict> {
  const { databases, log } = o;
  const poison = await poisonOn(log);
  const invariants = await checkInvariants(o.targets, {
    idleTimeoutMs: IDLE_TIMEOUT_MS,
    acknowledged: o.shopped.flatMap(({ acknowledged }) => acknowledged),
    poisoned: poison.map(({ key }) => key),
  });
  await takeSnapshot(databases, log, path.join(o.folder, 'snapshot'));
  const truth = await readTruth(databases);
  const served: CheckResult = {
    name: 'nobody waits any more',
    rule: `${o.endTimeoutMs / 1_000} seconds after everything works again each customer has a response, the end of each order, and the cart as it should be`,
    violations: o.shopped.flatMap(({ waiting }) => waiting),
  };
  const deadLettered: CheckResult = {
    name: 'poison is buried',
    rule: 'a message that nobody can read is a dead letter of each consumer of its topic',
    violations: await poisonIsDeadLettered(databases, poison),
  };
  return {
    results: [...invariants.results, served, deadLettered, ...judge(o.history, truth)],
    unsettled: invariants.unsettled,
    statusOf: truth.statusOf,
  };
}
