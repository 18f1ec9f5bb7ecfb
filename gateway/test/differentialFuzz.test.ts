import { described, runRound } from './fuzz/rounds.ts';
import type { GraphName } from './fuzz/rounds.ts';

/** The same each time, so that a change that breaks something is what turns it red; other seeds: `npm run nakku -- fuzz`. */
const seed = 'test';
const graphs: readonly GraphName[] = ['own', 1, 2, 3, 4, 5];

test.each(graphs)(
  'supergraph %s: generated operations end as executeQueryPlan has it, or else as specified',
  async (graph) => {
    const wrong: string[] = [];
    const onWrong = (found: Parameters<typeof described>[0]) =>
      wrong.push(`fuzz --seed ${seed} --graph ${graph} --operation ${found.number}\n${described(found)}`);
    const round = await runRound({ graph, seed, from: 0, to: 40, onWrong });
    expect(wrong).toEqual([]);
    // Otherwise the operations would say nothing.
    expect(round.same).toBeGreaterThan(8);
  },
  120_000,
);
