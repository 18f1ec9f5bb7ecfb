// The differential fuzz of the gateway's executor as a command: npm run nakku -- fuzz
import { parseArgs } from 'node:util';
import { described, runRound } from './rounds.ts';
import type { GraphName } from './rounds.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    graph: { type: 'string' },
    operation: { type: 'string' },
    operations: { type: 'string', default: '400' },
    minutes: { type: 'string', default: '1' },
  },
});

/** Of which supergraphs the rounds are: one, or our own and generated ones without end. */
function* graphs(): Generator<GraphName> {
  const { graph } = values;
  if (graph !== undefined) return yield graph === 'own' ? 'own' : Number(graph);
  yield 'own';
  for (let seed = 1; ; seed += 1) yield seed;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const until = Date.now() + Number(values.minutes) * 60_000;
const only = values.operation === undefined ? undefined : Number(values.operation);
const [from, to] = only === undefined ? [0, Number(values.operations)] : [only, only + 1];
let wrong = 0;
print(`seed ${values.seed}`);
for (const graph of graphs()) {
  if (Date.now() > until) break;
  const round = await runRound({
    graph,
    seed: values.seed,
    from,
    to,
    onWrong(found) {
      wrong += 1;
      print(described(found));
      print(
        `again: npm run nakku -- fuzz --seed ${values.seed} --graph ${graph} --operation ${found.number}`,
      );
    },
  });
  const { same, specified, refused } = round;
  print(
    `graph ${graph}: ${same} as Apollo, ${specified} as specified where Apollo is not, ${round.wrong} wrong; ${refused} not executable`,
  );
}
process.exit(wrong === 0 ? 0 : 1);
