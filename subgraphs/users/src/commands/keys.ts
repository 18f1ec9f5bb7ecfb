import { loadConfig } from '@nakku/service';
import { configSchema } from '../config.ts';
import { keysCommand } from './keysCommand.ts';

// node dist/commands/keys.js list | rotate | revoke <kid>, with the environment of the service.
const isWell = await keysCommand(process.argv.slice(2), loadConfig(configSchema), {
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
});
process.exitCode = isWell ? 0 : 1;
