import { described, runRound } from './fuzz/rounds.ts';
import type { GraphName } from './fuzz/rounds.ts';

/** Another seed each day finds more than the same one every time; a failure prints what repeats it. */
const seed = new Date().toISOString().slice(0, 10);
const graphs: readonly GraphName[] = ['own', 1, 2, 3, 4, 5];

test.each(graphs)(
  'supergraph %s: generated operations end as executeQueryPlan has it, or else as specified',
  async (graph) => {
    const wrong: string[] = [];
    const onWrong = (found: Parameters<typeof described>[0]) =>
      wrong.push(`fuzz --seed ${seed} --graph ${graph} --operation ${found.number}\n${described(found)}`);
    const round = await runRound({ graph, seed, from: 0, to: 96, onWrong });
    expect(wrong).toEqual([]);
    // Otherwise the operations would say nothing.
    expect(round.same).toBeGreaterThan(20);
  },
);
