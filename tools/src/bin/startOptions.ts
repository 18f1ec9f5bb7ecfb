import { SERVICE_NAMES } from '../system/ports.ts';
import type { ServiceName } from '../system/ports.ts';
import { InvalidArgumentError, command } from './cli.ts';
import type { Command } from './cli.ts';

export interface StartOptions {
  readonly without: readonly ServiceName[];
  /** Never with the profile `production`. */
  readonly seed: boolean;
  readonly observe?: boolean;
}

function serviceNames(text: string, previous: readonly ServiceName[]): ServiceName[] {
  const named = text.split(',').map((name) => {
    const found = SERVICE_NAMES.find((service) => service === name.trim());
    if (!found) throw new InvalidArgumentError(`There is no service ${name}: ${SERVICE_NAMES.join(', ')}.`);
    return found;
  });
  return [...previous, ...named];
}

/** The command line of `nakku start`; needs no other workspace. */
export const startCommand = (): Command =>
  command('start')
    .option('--without <service>', 'leave out a service, such as one that runs from source', serviceNames, [])
    .option('--observe', 'start Prometheus, Alertmanager and a receiver of traces as well')
    .option('--no-seed', 'write no demo accounts, stores and products');
