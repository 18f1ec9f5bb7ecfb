import { commandsOf, installationFor, runCommand } from '../ops/serviceCommand.ts';
import { SERVICES } from '../system/services.ts';
import type { ServiceDefinition } from '../system/services.ts';
import { stateFolder } from '../checkout/state.ts';
import { InvalidArgumentError, command, exits } from './cli.ts';
import type { Command } from './cli.ts';

const withCommands = (): readonly ServiceDefinition[] =>
  SERVICES.filter((service) => commandsOf(service).length > 0);

function serviceWithCommands(text: string): ServiceDefinition {
  const all = withCommands();
  const found = all.find(({ name }) => name === text);
  if (found) return found;
  throw new InvalidArgumentError(`It must be one of: ${all.map(({ name }) => name).join(', ')}.`);
}

const listed = (): string =>
  withCommands()
    .map((service) => `  ${service.name.padEnd(12)} ${commandsOf(service).join(', ')}`)
    .join('\n');

export const build = (): Command =>
  command('service')
    .description(
      'Runs a command of one service, with the environment that the service has here; variables that are set, such as DATABASE_URL, come first.',
    )
    .argument('<service>', 'such as users', serviceWithCommands)
    .argument('<command>', 'such as grant-admin')
    .argument('[arguments...]', 'of the command; --help shows them')
    .passThroughOptions()
    .addHelpText('after', () => `\nCommands:\n${listed()}`)
    .action(exits(run));

async function run(service: ServiceDefinition, name: string, args: readonly string[]): Promise<number> {
  const known = commandsOf(service);
  if (!known.includes(name)) {
    console.error(`${service.name} has no command ${name}; it has: ${known.join(', ')}`);
    return 2;
  }
  return (await runCommand(service, await installationFor(stateFolder()), name, args)) ?? 1;
}
