/** Something open that shows now and then that it is alive. */
export interface Beating {
  beat(): void;
}

export interface Heartbeat {
  /** Lets it beat once in each round from now on. Returns what ends that. */
  add(one: Beating): () => void;
  stop(): void;
}

/** So many beats of the timer make one round. */
const turns = 32;

/** One timer for all that is open: in a round each has its turn, so that many together do not make a pause. */
export function createHeartbeat(roundMs: number): Heartbeat {
  const slots = Array.from({ length: turns }, () => new Set<Beating>());
  let turn = 0;
  let added = 0;
  const timer = setInterval(() => {
    turn = (turn + 1) % turns;
    for (const one of slots[turn] ?? []) one.beat();
  }, roundMs / turns);
  return {
    add(one) {
      added = (added + 1) % turns;
      const slot = slots[added];
      slot?.add(one);
      return () => void slot?.delete(one);
    },
    stop: () => clearInterval(timer),
  };
}
