// A system to work on scenarios with: prints the variable to set for jest, and runs until Ctrl-C.
import { hostSystem } from './hosted-system.mjs';

const hosted = await hostSystem({ log: (line) => process.stderr.write(`${line}\n`) });
process.stdout.write(`export NAKKU_E2E_SYSTEM='${JSON.stringify(hosted.address)}'\n`);
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void hosted.stop().then(() => process.exit(0)));
