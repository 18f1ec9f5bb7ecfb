// `nakku secrets`: new secrets as lines for the .env of Docker Compose.
import { asEnvFile, generateSecrets } from '../system/secrets.ts';
import { command, exits } from './cli.ts';
import type { Command } from './cli.ts';

export const build = (): Command =>
  command('secrets').action(
    exits(async () => {
      process.stdout.write(asEnvFile(await generateSecrets('')));
    }),
  );
