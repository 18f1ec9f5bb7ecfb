import { loadConfig } from '@nakku/service';
import { configSchema } from '../config.ts';
import { importZonesCommand } from './importZonesCommand.ts';

// node dist/commands/importZones.js <file>, with the environment of the service.
const isDone = await importZonesCommand(process.argv.slice(2), loadConfig(configSchema), {
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
});
process.exitCode = isDone ? 0 : 1;
