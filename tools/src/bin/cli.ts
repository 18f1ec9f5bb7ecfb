import { Command, InvalidArgumentError } from 'commander';
import { COMMANDS } from '../../bootstrap/commands.mjs';

export { InvalidArgumentError } from 'commander';
export type { Command } from 'commander';

/** Exit codes of every command; 0 is success. */
export const EXIT = {
  failed: 1,
  /** The command line is wrong. */
  misuse: 2,
  /** Another process runs what was to be started. */
  taken: 3,
  /** Stopped before it was done. */
  interrupted: 130,
} as const;

/** A command of the list, with what all commands have in common. @throws Error when the list lacks it */
export function command(name: string): Command {
  const listed = COMMANDS.find((one) => one.name === name);
  if (!listed) throw new Error(`bootstrap/commands.mjs does not list ${name}`);
  return configured(new Command(name).description(sentence(listed.summary)).helpGroup(`${listed.group}:`));
}

/** What every command and subcommand has in common. */
export const configured = (one: Command): Command =>
  one
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .allowExcessArguments(false)
    .showHelpAfterError('(--help shows how it is used)');

const sentence = (summary: string): string => `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;

/**
 * An action that ends with an exit code: none is 0.
 * @example command('seed').action(exits(async () => { … }))
 */
export const exits =
  <Args extends readonly unknown[]>(
    action: (...args: Args) => Promise<number | undefined | void> | number | undefined | void,
  ) =>
  async (...args: Args): Promise<void> => {
    process.exitCode = (await action(...args)) ?? 0;
  };

/** Parses a number of an option. @throws InvalidArgumentError outside the bounds, which are included */
export function numberWithin(
  min: number,
  max: number,
  o: { whole: boolean } = { whole: true },
): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const fits = value >= min && value <= max && (!o.whole || Number.isInteger(value));
    if (text.trim() !== '' && fits) return value;
    throw new InvalidArgumentError(`It must be a ${o.whole ? 'whole ' : ''}number from ${min} to ${max}.`);
  };
}
