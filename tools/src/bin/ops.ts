// `nakku ops <command>`: what an operator asks of the system on this machine. Every command may be run twice.
import { userInfo } from 'node:os';
import { checkInvariants, describeResults } from '../verify/invariants/index.ts';
import type { InvariantTargets } from '../verify/invariants/index.ts';
import { openDatabases } from '../verify/invariants/databases.ts';
import { openDeadLetters, redriveDeadLetter } from '../ops/deadLetters.ts';
import { reconcileAll } from '../ops/reconcile.ts';
import { reprocessTopic } from '../ops/reprocessTopic.ts';
import { installationFor, runCommand } from '../ops/serviceCommand.ts';
import { findStuck } from '../ops/stuck.ts';
import { NotRunning } from '../system/runningSystem.ts';
import { targetsOf } from '../verify/invariants/targets.ts';
import { readRunFile } from '../servers/runFile.ts';
import { SUBGRAPHS, serviceNamed } from '../system/services.ts';
import { stateFolder } from '../checkout/state.ts';
import { InvalidArgumentError, command, numberWithin } from './cli.ts';
import type { Command } from './cli.ts';

function targets(): InvariantTargets {
  const found = targetsOf(readRunFile(stateFolder()));
  if (found) return found;
  throw new NotRunning(`No system runs for ${stateFolder()}: npm start in another terminal`);
}

const subgraphNamed = (text: string): (typeof SUBGRAPHS)[number] => {
  const name = SUBGRAPHS.find((subgraph) => subgraph === text);
  if (name) return name;
  throw new InvalidArgumentError(`It must be one of: ${SUBGRAPHS.join(', ')}`);
};

export function build(): Command {
  const program = command('ops');

  program
    .command('stuck')
    .description(
      "the operator's list: alerts, orders that stand still, money not taken, events not published or applied",
    )
    .option('--minutes <n>', 'without a change that count as standing still', numberWithin(0, 10_080), 10)
    .action(async ({ minutes }: { minutes: number }) => {
      const databases = openDatabases(targets());
      const stuck = await findStuck(databases, { minutes }).finally(() => databases.close());
      for (const { what, id, detail } of stuck) console.log(`${what.padEnd(20)}  ${id}  ${detail}`);
      console.log(stuck.length === 0 ? 'nothing is stuck' : `${stuck.length} things wait for an operator`);
      process.exitCode = stuck.length === 0 ? 0 : 1;
    });

  const dlq = program.command('dlq').description('events that could not be applied');

  dlq
    .command('list')
    .description('open dead letters of all services, newest first')
    .action(async () => {
      const letters = await openDeadLetters((name) => targets().databaseUrl(name));
      for (const letter of letters) {
        console.log(
          `${letter.service.padEnd(10)}  ${letter.id}  ${letter.createdAt.toISOString()}  ${letter.type ?? letter.topic} of ${letter.key}` +
            `, ${letter.attempts} tries, ${letter.parkedBehind} wait behind it\n            ${letter.error.split('\n')[0] ?? ''}`,
        );
      }
      console.log(letters.length === 0 ? 'no dead letters' : `${letters.length} dead letters`);
    });

  dlq
    .command('redrive')
    .description('has the service apply a dead letter now, and what waits behind it')
    .argument('<service>', SUBGRAPHS.join(', '), subgraphNamed)
    .argument('<id>', 'as in the list')
    .action(async (service: (typeof SUBGRAPHS)[number], id: string) => {
      const result = await redriveDeadLetter(targets().databaseUrl(service), id);
      if (result.kind === 'unknown') console.error(`${service} has no dead letter ${id}`);
      else if (result.kind === 'open') console.error(`it stays open: ${result.error}`);
      else console.log('it is applied, and what waited behind it goes on');
      process.exitCode = result.kind === 'applied' ? 0 : 1;
    });

  program
    .command('reprocess')
    .description(
      'has the service take a topic from its beginning again; what it has applied it does not apply again',
    )
    .argument('<service>', SUBGRAPHS.join(', '), subgraphNamed)
    .argument('<topic>', 'such as orders')
    .option('--wait <seconds>', 'for its end, at most', numberWithin(0, 86_400), 600)
    .action(async (service: (typeof SUBGRAPHS)[number], topic: string, { wait }: { wait: number }) => {
      const by = `npm run ops (${userInfo().username})`;
      const replay = await reprocessTopic(targets().databaseUrl(service), topic, {
        by,
        withinMs: wait * 1_000,
      });
      const { delivered, applied, error, finishedAt } = replay;
      if (finishedAt === null) console.error(`not done yet: ${error ?? 'does the service run?'}`);
      else if (error !== null) console.error(error);
      else console.log(`${delivered} messages delivered again, ${applied} events applied that were missing`);
      process.exitCode = finishedAt !== null && error === null ? 0 : 1;
    });

  program
    .command('reconcile')
    .description("levels against the stock's ledger, payments against the provider; only reads")
    .action(async () => {
      process.exitCode = (await reconcileAll(stateFolder())) ? 0 : 1;
    });

  const keys = program.command('keys').description('the keys that sign access tokens (docs/security.md)');

  async function runKeys(...args: string[]): Promise<void> {
    const installation = await installationFor(stateFolder());
    process.exitCode = (await runCommand(serviceNamed('users'), installation, 'commands/keys', args)) ?? 1;
  }

  keys
    .command('list')
    .description('keys that are published, newest first')
    .action(() => runKeys('list'));

  keys
    .command('rotate')
    .description('a new key, published now, which signs five minutes later; nobody is logged out')
    .action(() => runKeys('rotate'));

  keys
    .command('revoke')
    .description('a key that somebody else may have: its tokens are void at once, clients refresh')
    .argument('<kid>', 'as in the list')
    .action((kid: string) => runKeys('revoke', kid));

  program
    .command('invariants')
    .description('every rule of the whole system, over all databases, the broker and the payment provider')
    .option('--wait <seconds>', 'for what is under way, at most', numberWithin(0, 86_400), 60)
    .action(async ({ wait }: { wait: number }) => {
      const report = await checkInvariants(targets(), { settleWithinMs: wait * 1_000 });
      console.log(describeResults(report));
      process.exitCode = report.holds ? 0 : 1;
    });
  return program;
}

async function runKeys(...args: string[]): Promise<void> {
  const installation = await installationFor(stateFolder());
  process.exitCode = (await runCommand(serviceNamed('users'), installation, 'keys', args)) ?? 1;
}
