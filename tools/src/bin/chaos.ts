// `npm run chaos`: customers against a nemesis, on a system of its own; exit code 1 when a rule is broken
// or less was tried than was asked for.
import path from 'node:path';
import { stateFolder } from '../checkout/state.ts';
import { readArguments } from '../verify/chaos/arguments.ts';
import { describeChaos, figuresOf, shortfallsOf, summaryOf } from '../verify/chaos/report.ts';
import { runChaos } from '../verify/chaos/run.ts';

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  const summaries: string[] = [];
  let isGood = true;
  for (let seed = given.seed; seed < given.seed + given.seeds; seed += 1) {
    try {
      const report = await runChaos({
        seed,
        minutes: given.minutes,
        faults: given.faults,
        customers: given.customers,
        folder: path.join(stateFolder(), 'chaos', `seed-${seed}`),
        log: (line) => console.error(line),
      });
      const shortfalls = shortfallsOf(report, given);
      console.log(`${describeChaos(report)}\n\nHistory, snapshot and logs: ${report.folder}\n`);
      for (const shortfall of shortfalls) console.log(`seed ${seed}: ${shortfall}`);
      summaries.push([summaryOf(report), ...shortfalls].join('; '));
      isGood &&= shortfalls.length === 0 && figuresOf(report).violations === 0;
    } catch (error) {
      // What befell one seed says nothing of the others.
      console.error(error);
      summaries.push(`seed ${seed}: it did not come to a report: ${String(error)}`);
      isGood = false;
    }
  }
  if (summaries.length > 1) console.log(summaries.join('\n'));
  return isGood ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
