// `npm run demo`: one order, from the cart to the door, as a customer sees it.
import { parseArgs } from 'node:util';
import { runDemo } from '../demo/demo.ts';
import { answers, gatewayUrlOf, notRunning } from '../system/runningSystem.ts';
import { stateFolder } from '../checkout/state.ts';

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { gateway: { type: 'string' } } });
  const gatewayUrl = gatewayUrlOf(stateFolder(), values.gateway);
  if (!(await answers(gatewayUrl))) {
    console.error(notRunning(gatewayUrl));
    return 1;
  }
  const end = await runDemo({ gatewayUrl, print: (line) => console.log(line) });
  return end === 'DELIVERED' ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
