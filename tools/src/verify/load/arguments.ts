import { Command, InvalidArgumentError, Option } from 'commander';

export interface LoadArguments {
  readonly file: string;
  readonly orders: number;
  readonly concurrency: number;
  readonly rate?: number;
  readonly stock?: number;
  readonly declined: number;
  readonly giveUp: boolean;
  readonly kill: boolean;
  readonly patience: number;
  readonly gateway?: string;
  readonly invariants: boolean;
}

const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number, ${least}–${most}.`);
  };

/** Parses the command line of the load test; a wrong one ends the process with a message. */
export function readArguments(argv: readonly string[]): LoadArguments {
  const command = new Command('npm run load --')
    .description(
      'Turns real baskets into orders of many customers, follows each to its end and checks the whole system.',
    )
    .argument('<baskets.csv>', 'one basket per line, a category of the shop per cell')
    .addOption(new Option('--orders <n>', 'how many orders').argParser(whole(1, 100_000)).default(100))
    .addOption(
      new Option('--concurrency <c>', 'customers between cart and confirmation at the same time')
        .argParser(whole(1, 500))
        .default(8),
    )
    .addOption(
      new Option('--rate <r>', 'begin at most so many orders per second').argParser(whole(1, 10_000)),
    )
    .addOption(
      new Option('--stock <k>', 'leave so many pieces of each product, instead of enough for all').argParser(
        whole(0, 1_000_000),
      ),
    )
    .addOption(
      new Option('--declined <percent>', 'orders first paid with a card that is declined')
        .argParser(whole(0, 100))
        .default(3),
    )
    .addOption(
      new Option('--give-up', 'after a declined card cancel, instead of paying with another').default(false),
    )
    .addOption(new Option('--kill', 'end each service once by kill -9 on the way').default(false))
    .addOption(
      new Option('--patience <seconds>', 'an order without an end by then has failed')
        .argParser(whole(1, 86_400))
        .default(1_800),
    )
    .option('--gateway <url>', 'the public API; default: where the system of this machine runs')
    .option('--no-invariants', 'do not check databases, broker and payment provider afterwards')
    .showHelpAfterError();
  command.parse([...argv], { from: 'user' });
  const [file] = command.args;
  return { ...command.opts<Omit<LoadArguments, 'file'>>(), file: file ?? '' };
}
