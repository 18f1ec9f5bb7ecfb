import { Command, InvalidArgumentError, Option } from 'commander';
import type { FaultKind } from './faults.ts';
import { FAULTS, FAULT_KINDS } from './faults.ts';

export interface ChaosArguments {
  readonly seed: number;
  readonly seeds: number;
  readonly minutes: number;
  readonly faults: readonly FaultKind[];
  readonly customers: number;
  readonly atLeast: number;
  readonly compensatedPercent: number;
}

function within(least: number, most: number, isWhole: boolean): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const fits = value >= least && value <= most && (!isWhole || Number.isInteger(value));
    if (text !== '' && fits) return value;
    throw new InvalidArgumentError(`It must be a ${isWhole ? 'whole ' : ''}number, ${least}–${most}.`);
  };
}

function faultsNamed(text: string): FaultKind[] {
  return text.split(',').map((name) => {
    const found = FAULT_KINDS.find((kind) => kind === name.trim());
    if (!found) throw new InvalidArgumentError(`There is no ${name}; there are: ${FAULT_KINDS.join(', ')}.`);
    return found;
  });
}

/** Parses the command line of the chaos; a wrong one ends the process with a message. */
export function readArguments(argv: readonly string[]): ChaosArguments {
  const command = new Command('npm run chaos --')
    .description(
      'Customers order on a system of its own while a nemesis breaks it; then everything is healed and every rule checked.',
    )
    .addOption(
      new Option('--seed <n>', 'the same seed makes the same faults at the same times')
        .argParser(within(1, 1_000_000, true))
        .default(1),
    )
    .addOption(
      new Option('--seeds <n>', 'so many runs, one after the other, each with the next seed')
        .argParser(within(1, 1_000, true))
        .default(1),
    )
    .addOption(
      new Option('--minutes <m>', 'how long the nemesis is at work')
        .argParser(within(0.2, 600, false))
        .default(2),
    )
    .addOption(
      new Option('--faults <names>', 'with commas').argParser(faultsNamed).default(FAULT_KINDS, 'all'),
    )
    .addOption(
      new Option('--customers <n>', 'who order at the same time').argParser(within(1, 60, true)).default(40),
    )
    .addOption(
      new Option('--at-least <n>', 'fewer acknowledged orders are a failure: nothing was tried')
        .argParser(within(0, 1_000_000, true))
        .default(1),
    )
    .addOption(
      new Option('--compensated-percent <p>', 'a smaller share that was cancelled or returned is a failure')
        .argParser(within(0, 100, false))
        .default(0),
    )
    .addHelpText(
      'after',
      `\nFaults:\n${FAULT_KINDS.map((name) => `  ${name.padEnd(11)} ${FAULTS[name]}`).join('\n')}`,
    )
    .showHelpAfterError();
  command.parse([...argv], { from: 'user' });
  return command.opts<ChaosArguments>();
}
