import { loadConfig } from '@nakku/service';
import { configSchema } from '../config.ts';
import { importPlacesCommand } from './importPlacesCommand.ts';

// node dist/commands/importPlaces.js --geonames | --csv <file> --source <name>, with the environment of the service.
const isDone = await importPlacesCommand(process.argv.slice(2), loadConfig(configSchema), {
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
});
process.exitCode = isDone ? 0 : 1;
