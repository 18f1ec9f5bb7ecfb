// `nakku fuzz`: compares the gateway's executor with Apollo's, by generated operations over generated supergraphs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { EXIT, command, exits, numberWithin } from './cli.ts';
import type { Command } from './cli.ts';

interface Options {
  readonly seed?: string;
  readonly graph?: string;
  readonly operation?: number;
  readonly operations: number;
  readonly minutes: number;
}

export const build = (): Command =>
  command('fuzz')
    .option('--seed <text>', 'repeats everything (default: another one each time)')
    .option(
      '--graph <name>',
      '`own` or the number of a generated supergraph (default: ours, then 1, 2, 3, …)',
    )
    .option('--operation <number>', 'this operation alone', numberWithin(0, 1e9))
    .option('--operations <number>', 'operations of each supergraph', numberWithin(1, 1e6), 400)
    .option(
      '--minutes <number>',
      'begins no other supergraph after these',
      numberWithin(0, 1440, { whole: false }),
      1,
    )
    .action(exits(fuzz));

/** The fuzz is a part of the gateway's tests, which no build has: it runs from source. */
async function fuzz(options: Options): Promise<number> {
  const main = path.resolve(import.meta.dirname, '../../../gateway/test/fuzz/main.ts');
  const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, ['--conditions=@nakku/source', '--import=tsx', main, ...given], {
    stdio: 'inherit',
    env: { ...process.env, APOLLO_TELEMETRY_DISABLED: 'true' },
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : EXIT.interrupted;
}
