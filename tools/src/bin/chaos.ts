// `nakku chaos`: customers against a nemesis, on a system of its own; exit code 1 when a rule is broken
// or less was tried than was asked for.
import path from 'node:path';
import { Option } from 'commander';
import { stateFolder } from '../checkout/state.ts';
import { FAULTS, FAULT_KINDS } from '../verify/chaos/faults.ts';
import type { FaultKind } from '../verify/chaos/faults.ts';
import { describeChaos, figuresOf, shortfallsOf, summaryOf } from '../verify/chaos/report.ts';
import { runChaos } from '../verify/chaos/run.ts';
import { InvalidArgumentError, command, exits, numberWithin } from './cli.ts';
import type { Command } from './cli.ts';

interface ChaosArguments {
  readonly seed: number;
  readonly seeds: number;
  readonly minutes: number;
  readonly faults: readonly FaultKind[];
  readonly customers: number;
  readonly endWithin: number;
  readonly atLeast: number;
  readonly compensatedPercent: number;
}

function faultsNamed(text: string): FaultKind[] {
  return text.split(',').map((name) => {
    const found = FAULT_KINDS.find((kind) => kind === name.trim());
    if (!found) throw new InvalidArgumentError(`There is no ${name}; there are: ${FAULT_KINDS.join(', ')}.`);
    return found;
  });
}

export const build = (): Command =>
  command('chaos')
    .description(
      'Customers order on a system of its own while a nemesis breaks it; then everything is healed and every rule checked.',
    )
    .option(
      '--seed <n>',
      'the same seed makes the same faults at the same times',
      numberWithin(1, 1_000_000),
      1,
    )
    .option(
      '--seeds <n>',
      'this many runs, one after the other, each with the next seed',
      numberWithin(1, 1_000),
      1,
    )
    .option('--minutes <m>', 'how long the nemesis is at work', numberWithin(0.2, 600, { whole: false }), 2)
    .addOption(
      new Option('--faults <names>', 'separated by commas')
        .argParser(faultsNamed)
        .default(FAULT_KINDS, 'all'),
    )
    .option('--customers <n>', 'who order at the same time', numberWithin(1, 60), 40)
    .option(
      '--end-within <seconds>',
      'how long after the healing orders may take to end, and watchers to be told',
      numberWithin(1, 3_600),
      60,
    )
    .option(
      '--at-least <n>',
      'fewer acknowledged orders are a failure: nothing was tried',
      numberWithin(0, 1_000_000),
      1,
    )
    .option(
      '--compensated-percent <p>',
      'a smaller share of cancelled or returned orders is a failure',
      numberWithin(0, 100, { whole: false }),
      0,
    )
    .addHelpText(
      'after',
      `\nFaults:\n${FAULT_KINDS.map((name) => `  ${name.padEnd(11)} ${FAULTS[name]}`).join('\n')}`,
    )
    .action(exits(chaos));

async function chaos(given: ChaosArguments): Promise<number> {
  const summaries: string[] = [];
  let isGood = true;
  for (let seed = given.seed; seed < given.seed + given.seeds; seed += 1) {
    try {
      const report = await runChaos({
        seed,
        minutes: given.minutes,
        faults: given.faults,
        customers: given.customers,
        endTimeoutMs: given.endWithin * 1_000,
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
