/** One run of a race. */
export interface Race {
  /** From 0: races that depend on who comes first shift their contestants by it. */
  readonly round: number;
  /** Starts all contestants in the same moment and waits for all of them; one that rejects fails the race. */
  start<Outcome>(
    contestants: readonly (() => Promise<Outcome>)[],
    isWinner: (outcome: Outcome) => boolean,
  ): Promise<Outcome[]>;
  /** A head start for the others, in milliseconds. */
  late(ms: number): Promise<void>;
}

export interface RaceRules {
  /** What must be true however it ends, in words: it is printed with the figures. */
  readonly invariant: string;
  /** How often it is run: a race that is lost shows only now and then. Default 1. */
  readonly rounds?: number;
  readonly timeoutMs?: number;
}

/**
 * A test that lets contestants run against each other. `run` prepares a round, starts it, and asserts the invariant.
 * Prints attempts, winners and the invariant.
 */
export function raceTest(name: string, rules: RaceRules, run: (race: Race) => Promise<void>): void {
  const { invariant, rounds = 1, timeoutMs = 60_000 } = rules;
  test(
    `${name}: ${invariant}`,
    async () => {
      const tally = { attempts: 0, winners: 0 };
      let held = false;
      try {
        for (let round = 0; round < rounds; round += 1) await run(raceOf(round, tally));
        held = true;
      } finally {
        const { attempts, winners } = tally;
        const line = `race  ${name}: ${attempts} attempts, ${winners} winners, ${held ? 'held' : 'BROKEN'}: ${invariant}\n`;
        process.stdout.write(line);
      }
    },
    timeoutMs,
  );
}

function raceOf(round: number, tally: { attempts: number; winners: number }): Race {
  return {
    round,
    async start(contestants, isWinner) {
      let open: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (open = resolve));
      const running = contestants.map(async (contestant) => {
        await gate;
        return contestant();
      });
      open();
      const outcomes = await Promise.all(running);
      tally.attempts += outcomes.length;
      tally.winners += outcomes.filter(isWinner).length;
      return outcomes;
    },
    late: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}

/** `count` contestants of one kind. */
export function times<T>(count: number, contestant: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => contestant(index));
}
