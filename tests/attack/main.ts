// `nakku attack`: starts production on servers of its own, attacks it group by group, and ends with `N held, M failed`.
import { once } from 'node:events';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { AttackGroup } from './harness/cases.ts';
import { startProduction } from './harness/production.ts';
import { runGroups } from './harness/run.ts';
import { openWorld } from './harness/world.ts';
import { auth } from './groups/auth.ts';
import { documents } from './groups/documents.ts';
import { floods } from './groups/floods.ts';
import { input } from './groups/input.ts';
import { live } from './groups/live.ts';
import { production } from './groups/production.ts';
import { subgraphs } from './groups/subgraphs.ts';
import { transports } from './groups/transports.ts';
import { webhooks } from './groups/webhooks.ts';

const GROUPS: readonly AttackGroup[] = [
  documents,
  input,
  auth,
  webhooks,
  subgraphs,
  production,
  transports,
  live,
  floods,
];
const NAMES = GROUPS.map(({ name }) => name);
/** One proxy of ours stands in front, as in production, and reports the client's address. */
const GATEWAY = { TRUSTED_PROXIES: '1' };
const FLOOD_MS = 10_000;
const MINUTE_MS = 60_000;
/** Whatever hangs, the command ends: the start, and every group with all its floods. */
const START_MS = 5 * MINUTE_MS;
const GROUP_MS = 8 * MINUTE_MS;

interface Options {
  readonly only?: readonly AttackGroup[];
  readonly case?: string;
  readonly minutes?: number;
}

function groupsNamed(text: string): AttackGroup[] {
  return text.split(',').map((name) => {
    const found = GROUPS.find((group) => group.name === name.trim());
    if (!found) throw new InvalidArgumentError(`There is no ${name}; there are: ${NAMES.join(', ')}.`);
    return found;
  });
}

function minutes(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 60) return value;
  throw new InvalidArgumentError('It must be a number above 0, at most 60.');
}

async function attack(options: Options, signal: AbortSignal): Promise<number> {
  const named = options.case;
  const groups = (options.only ?? GROUPS).map((group): AttackGroup =>
    named === undefined
      ? group
      : { ...group, cases: (world) => group.cases(world).filter(({ name }) => name.includes(named)) },
  );
  const floodMs = options.minutes === undefined ? FLOOD_MS : options.minutes * MINUTE_MS;
  const started = await startProduction({
    gateway: GATEWAY,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  try {
    signal.throwIfAborted();
    const world = await openWorld(started, floodMs);
    try {
      const tally = await Promise.race([
        runGroups(world, groups, (line) => process.stdout.write(`${line}\n`)),
        once(signal, 'abort').then(() => signal.throwIfAborted()),
      ]);
      if (!tally) return 1;
      process.stdout.write(`\n${tally.held} held, ${tally.failed} failed\n`);
      return tally.failed === 0 ? 0 : 1;
    } finally {
      await world.target.close();
    }
  } finally {
    await started.stop();
  }
}

const program = new Command('nakku attack')
  .description(
    'Starts production on throw-away servers of this machine and attacks it: a line for each case, refused, held or FAILED, and a last line with the figures. Floods run beside a customer at another address, who may be served at most twice as slowly.',
  )
  .addOption(new Option('--only <groups>', `separated by commas: ${NAMES.join(', ')}`).argParser(groupsNamed))
  .option('--case <text>', 'only cases whose names contain it')
  .option('--minutes <m>', 'how long each flood lasts, default 10 seconds', minutes)
  .allowExcessArguments(false)
  .parse();
const options = program.opts<Options>();
const allowedMs = START_MS + GROUP_MS * NAMES.length + (options.minutes ?? 0) * MINUTE_MS * GROUPS.length * 4;
const controller = new AbortController();
const late = setTimeout(
  () => controller.abort(new Error(`not done within ${Math.round(allowedMs / MINUTE_MS)} minutes`)),
  allowedMs,
);
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => controller.abort(new Error(`stopped by ${name}`)));
const code = await attack(options, controller.signal).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
});
clearTimeout(late);
process.exit(code);
