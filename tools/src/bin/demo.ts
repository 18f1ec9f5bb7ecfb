// `nakku demo`: one order, from the cart to the door, as a customer sees it.
import { runDemo } from '../demo/demo.ts';
import { requireGateway } from '../system/runningSystem.ts';
import { stateFolder } from '../checkout/state.ts';
import { command, exits } from './cli.ts';
import type { Command } from './cli.ts';

export const build = (): Command =>
  command('demo')
    .option('--gateway <url>', 'the public API; default: where the system of this machine runs')
    .action(exits(demo));

async function demo({ gateway }: { gateway?: string }): Promise<number> {
  const gatewayUrl = await requireGateway(stateFolder(), gateway);
  const end = await runDemo({ gatewayUrl, print: (line) => console.log(line) });
  return end === 'DELIVERED' ? 0 : 1;
}
