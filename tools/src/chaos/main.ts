// `npm run chaos`: customers against a nemesis, on a system of its own; exit code 1 when a rule is broken.
import path from 'node:path';
import { stateFolder } from '../state.ts';
import { readArguments } from './arguments.ts';
import { describeChaos, figuresOf, summaryOf } from './report.ts';
import type { ChaosReport } from './report.ts';
import { runChaos } from './run.ts';

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  const reports: ChaosReport[] = [];
  for (let number = 0; number < given.seeds; number += 1) {
    const seed = given.seed + number;
    const report = await runChaos({
      seed,
      minutes: given.minutes,
      faults: given.faults,
      customers: given.customers,
      folder: path.join(stateFolder(), 'chaos', `seed-${seed}`),
      log: (line) => console.error(line),
    });
    reports.push(report);
    console.log(`${describeChaos(report)}\n\nHistory, snapshot and logs: ${report.folder}\n`);
  }
  if (reports.length > 1) console.log(reports.map(summaryOf).join('\n'));
  const isGood = (report: ChaosReport): boolean => {
    const { violations, acknowledged } = figuresOf(report);
    return violations === 0 && acknowledged >= given.atLeast;
  };
  return reports.every(isGood) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
