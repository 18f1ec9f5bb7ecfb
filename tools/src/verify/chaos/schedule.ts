import { seededRandom } from '@nakku/platform';
import type { FaultKind, PlannedFault } from './faults.ts';
import { CONSUMERS_OF, PROCESSES } from './faults.ts';

export interface ScheduleOptions {
  readonly seed: number;
  readonly durationMs: number;
  readonly kinds: readonly FaultKind[];
  /** Names of links that can be broken. */
  readonly links: readonly string[];
}

/** Customers are under way before the first fault. */
const FIRST_MS = 2_000;
/** Two faults follow each other within this time, so that several last at once. */
const GAP_MS = { from: 500, to: 7_000 };
/** What was hit is left alone for so long afterwards. */
const RECOVERY_MS = 4_000;

interface Shape {
  /** How often it comes beside the others. */
  readonly weight: number;
  readonly targets: (links: readonly string[]) => readonly string[];
  readonly forMs: readonly [number, number];
  readonly amount: readonly [number, number];
}

const MOMENT: readonly [number, number] = [0, 0];
const processes = (): readonly string[] => PROCESSES;
const links = (all: readonly string[]): readonly string[] => all;
const topics = (): readonly string[] => Object.keys(CONSUMERS_OF);
/** Signatures and tokens are accepted within less; a clock that is wrong by more refuses every call, which is right. */
const SKEW_MS = 25_000;

const SHAPES: Readonly<Partial<Record<FaultKind, Shape>>> = {
  kill: { weight: 6, targets: processes, forMs: MOMENT, amount: MOMENT },
  // A consumer's session ends after 6 s, a relay's connection after 10 s.
  pause: { weight: 5, targets: processes, forMs: [1_000, 11_000], amount: MOMENT },
  restart: { weight: 3, targets: processes, forMs: [0, 6_000], amount: MOMENT },
  cut: { weight: 4, targets: links, forMs: [500, 6_000], amount: MOMENT },
  blackhole: { weight: 3, targets: links, forMs: [1_000, 8_000], amount: MOMENT },
  slow: { weight: 3, targets: links, forMs: [2_000, 8_000], amount: [20, 400] },
  flush: { weight: 1, targets: () => ['redis'], forMs: MOMENT, amount: MOMENT },
  skew: {
    weight: 2,
    targets: () => PROCESSES.slice(0, -3),
    forMs: [2_000, 10_000],
    amount: [-SKEW_MS, SKEW_MS],
  },
  provider: { weight: 2, targets: () => ['payment-provider'], forMs: [3_000, 10_000], amount: [0, 1_500] },
  resend: { weight: 2, targets: topics, forMs: MOMENT, amount: [20, 400] },
  poison: { weight: 1, targets: topics, forMs: MOMENT, amount: MOMENT },
};

/** Which faults come when, of which length: the same for the same seed, whatever the system does meanwhile. */
export function scheduleOf(o: ScheduleOptions): PlannedFault[] {
  const random = seededRandom(o.seed);
  const between = ([from, to]: readonly [number, number]): number =>
    Math.round(from + random() * (to - from));
  const one = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)];
  const bag = o.kinds.flatMap((kind) => Array.from({ length: SHAPES[kind]?.weight ?? 0 }, () => kind));
  const freeAt = new Map<string, number>();
  const planned: PlannedFault[] = [];
  for (let atMs = FIRST_MS; atMs < o.durationMs; atMs += between([GAP_MS.from, GAP_MS.to])) {
    const kind = one(bag);
    const shape = kind && SHAPES[kind];
    if (!kind || !shape) break;
    const target = one(shape.targets(o.links)) ?? '';
    const forMs = Math.min(between(shape.forMs), o.durationMs - atMs);
    const amount = between(shape.amount);
    const place = `${shape.targets === links ? 'link ' : ''}${target}`;
    if ((freeAt.get(place) ?? 0) > atMs) continue;
    freeAt.set(place, atMs + forMs + RECOVERY_MS);
    planned.push({ atMs, kind, target, forMs, amount });
  }
  return planned;
}
