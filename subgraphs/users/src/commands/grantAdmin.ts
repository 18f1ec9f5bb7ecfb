import { loadConfig } from '@nakku/service';
import { configSchema } from '../config.ts';
import { grantAdminCommand } from './grantAdminCommand.ts';

// node dist/commands/grantAdmin.js <email>, with the environment of the service.
const isDone = await grantAdminCommand(process.argv.slice(2), loadConfig(configSchema), {
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
});
process.exitCode = isDone ? 0 : 1;
