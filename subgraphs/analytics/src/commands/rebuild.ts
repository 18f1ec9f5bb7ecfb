import { loadConfig } from '@nakku/service';
import { configSchema } from '../config.ts';
import { rebuild } from './rebuildCommand.ts';

// node dist/commands/rebuild.js, with the environment of the service: all rollups anew from the topics.
const { delivered, carried } = await rebuild(loadConfig(configSchema));
process.stdout.write(
  `${delivered} messages were read again; of ${carried} orders the topics may lack events, they were taken over\n`,
);
