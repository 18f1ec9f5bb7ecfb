#!/usr/bin/env node
// The command line of Nakku. bootstrap.mjs installs and builds what a command needs before it comes here.
import { Command, CommanderError } from 'commander';
import { COMMANDS } from '../../bootstrap/commands.mjs';
import { isDiskFull } from '../processes/errorCode.ts';
import { CannotStart } from '../processes/cannotStart.ts';
import { EXIT, command, configured } from './cli.ts';

/** Loaded when they are called: some need the build, some must not wait for it. */
const LOADED: Readonly<Record<string, () => Promise<{ build(): Command }>>> = {
  start: () => import('./start.ts'),
  dev: () => import('./dev.ts'),
  servers: () => import('./servers.ts'),
  'with-servers': () => import('./withServers.ts'),
  demo: () => import('./demo.ts'),
  reset: () => import('./reset.ts'),
  seed: () => import('./seed.ts'),
  migrate: () => import('./migrate.ts'),
  secrets: () => import('./secrets.ts'),
  generate: () => import('./generate.ts'),
  'new:subgraph': () => import('./newSubgraph.ts'),
  manifest: () => import('./manifest.ts'),
  'schema:check': () => import('./schemaCheck.ts'),
  'schema:publish': () => import('./schemaPublish.ts'),
  'schema:usage': () => import('./schemaUsage.ts'),
  load: () => import('./load.ts'),
  chaos: () => import('./chaos.ts'),
  fuzz: () => import('./fuzz.ts'),
  ops: () => import('./ops.ts'),
  service: () => import('./service.ts'),
};

async function run(argv: readonly string[]): Promise<number> {
  const program = configured(new Command('nakku'))
    .enablePositionalOptions()
    .description(
      'Runs, changes, checks and operates Nakku. Each command is also a script: npm run <command> -- <options>.',
    );
  for (const { name } of COMMANDS) {
    const load = LOADED[name];
    program.addCommand(name === argv[0] && load ? (await load()).build() : command(name));
  }
  overrideExit(program);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.misuse;
    if (isDiskFull(error))
      console.error(`The disk is full: ${error instanceof Error ? error.message : String(error)}`);
    else console.error(error instanceof CannotStart ? error.message : error);
    return EXIT.failed;
  }
}

function overrideExit(one: Command): void {
  one.exitOverride();
  one.commands.forEach(overrideExit);
}

process.exit(await run(process.argv.slice(2)));
