import { OperationFailed } from '../client/index.ts';
import { stateFolder } from '../checkout/state.ts';
import { openDeadLetters, redriveDeadLetter } from '../ops/deadLetters.ts';
import { openOperator } from '../ops/operator.ts';
import type { Operator } from '../ops/operator.ts';
import { reconcileAll } from '../ops/reconcile.ts';
import { reprocessTopic } from '../ops/reprocessTopic.ts';
import { installationFor, runCommand } from '../ops/serviceCommand.ts';
import { findStuck } from '../ops/stuck.ts';
import { CannotStart } from '../processes/cannotStart.ts';
import { readRunFile } from '../servers/runFile.ts';
import { SUBGRAPHS } from '../system/ports.ts';
import type { SubgraphName } from '../system/ports.ts';
import { NotRunning } from '../system/runningSystem.ts';
import { serviceNamed } from '../system/services.ts';
import { checkInvariants, describeResults } from '../verify/invariants/index.ts';
import { targetsOf } from '../verify/invariants/targets.ts';
import { InvalidArgumentError, command, configured, exits, numberWithin } from './cli.ts';
import type { Command } from './cli.ts';

const MAX_WAIT_S = 86_400;

function subgraphNamed(text: string): SubgraphName {
  const name = SUBGRAPHS.find((subgraph) => subgraph === text);
  if (name) return name;
  throw new InvalidArgumentError(`It must be one of: ${SUBGRAPHS.join(', ')}.`);
}

/** Every command may be run twice. */
export function build(): Command {
  const ops = command('ops')
    .description(
      'What an operator asks of a running system, through its public API: NAKKU_GATEWAY_URL, NAKKU_OPERATOR_EMAIL and NAKKU_OPERATOR_PASSWORD say where and as whom; without them it is the system on this machine.',
    )
    .option('--gateway <url>', 'the public API, instead of NAKKU_GATEWAY_URL');
  const sub = (parent: Command, name: string, summary: string): Command =>
    configured(parent.command(name).description(summary));
  /** @throws CannotStart with the operation and the reason when the API refuses or is away */
  async function asOperator<T>(work: (operator: Operator) => Promise<T>): Promise<T> {
    const operator = await openOperator(stateFolder(), ops.opts<{ gateway?: string }>().gateway);
    try {
      return await work(operator);
    } catch (error) {
      if (error instanceof OperationFailed) throw new CannotStart(`${operator.gatewayUrl}: ${error.message}`);
      throw error;
    } finally {
      await operator.close();
    }
  }

  sub(ops, 'stuck', 'alerts, orders that stand still, money not taken, events not published or applied')
    .option('--minutes <n>', 'without a change that count as standing still', numberWithin(0, 10_080), 10)
    .action(exits(({ minutes }: { minutes: number }) => asOperator((operator) => stuck(operator, minutes))));

  const dlq = sub(ops, 'dlq', 'events that could not be applied');
  sub(dlq, 'list', 'open dead letters of all services, newest first').action(
    exits(() => asOperator(listDeadLetters)),
  );
  sub(dlq, 'redrive', 'has the service apply a dead letter now, and what waits behind it')
    .argument('<service>', SUBGRAPHS.join(', '), subgraphNamed)
    .argument('<id>', 'as in the list')
    .action(
      exits((service: SubgraphName, id: string) => asOperator((operator) => redrive(operator, service, id))),
    );

  sub(
    ops,
    'reprocess',
    'has the service take a topic from its beginning; applied events are not applied again',
  )
    .argument('<service>', SUBGRAPHS.join(', '), subgraphNamed)
    .argument('<topic>', 'such as orders')
    .option('--wait <seconds>', 'for its end, at most', numberWithin(0, MAX_WAIT_S), 600)
    .action(
      exits((service: SubgraphName, topic: string, { wait }: { wait: number }) =>
        asOperator((operator) => reprocess(operator, service, { topic, timeoutMs: wait * 1_000 })),
      ),
    );

  sub(
    ops,
    'reconcile',
    "levels against the stock's ledger, payments against the provider; only reads",
  ).action(exits(() => asOperator(reconcile)));

  const analytics = sub(ops, 'analytics', 'the measures of stores (docs/analytics.md), on this machine');
  sub(
    analytics,
    'rebuild',
    'all rollups anew from the topics, beside the running service; queries read the former ones until the end',
  ).action(exits(runRebuild));

  const keys = sub(ops, 'keys', 'the keys that sign access tokens (docs/security.md), on this machine');
  sub(keys, 'list', 'keys that are published, newest first').action(exits(() => runKeys('list')));
  sub(
    keys,
    'rotate',
    'a new key, published now, which signs five minutes later; nobody is logged out',
  ).action(exits(() => runKeys('rotate')));
  sub(keys, 'revoke', 'a key that somebody else may have: its tokens are void at once, clients refresh')
    .argument('<kid>', 'as in the list')
    .action(exits((kid: string) => runKeys('revoke', kid)));

  sub(
    ops,
    'invariants',
    'every rule over all databases, the broker and the simulated provider of this machine',
  )
    .option('--wait <seconds>', 'for what is under way, at most', numberWithin(0, MAX_WAIT_S), 60)
    .action(exits(({ wait }: { wait: number }) => invariants(wait * 1_000)));
  return ops;
}

async function stuck(operator: Operator, minutes: number): Promise<number> {
  const found = await findStuck(operator, { minutes });
  for (const { what, id, detail } of found) console.log(`${what.padEnd(22)}  ${id}  ${detail}`);
  console.log(found.length === 0 ? 'nothing is stuck' : `${found.length} things wait for an operator`);
  return found.length === 0 ? 0 : 1;
}

async function listDeadLetters(operator: Operator): Promise<void> {
  const letters = await openDeadLetters(operator);
  for (const letter of letters) {
    console.log(
      `${letter.service.padEnd(10)}  ${letter.id}  ${letter.createdAt}  ${letter.type ?? letter.topic} of ${letter.key}` +
        `, ${letter.attempts} tries, ${letter.parkedBehind} wait behind it\n            ${letter.error.split('\n')[0] ?? ''}`,
    );
  }
  console.log(letters.length === 0 ? 'no dead letters' : `${letters.length} dead letters`);
}

async function redrive(operator: Operator, service: SubgraphName, id: string): Promise<number> {
  const result = await redriveDeadLetter(operator, service, id);
  if (result.kind === 'unknown') console.error(`${service} has no dead letter ${id}`);
  else if (result.kind === 'open') console.error(`it stays open: ${result.error}`);
  else console.log('it is applied, and what waited behind it goes on');
  return result.kind === 'applied' ? 0 : 1;
}

async function reprocess(
  operator: Operator,
  service: SubgraphName,
  o: { topic: string; timeoutMs: number },
): Promise<number> {
  const { delivered, applied, error, finishedAt } = await reprocessTopic(operator, service, o);
  if (finishedAt === null) console.error(`not done yet: ${error ?? 'does the service run?'}`);
  else if (error !== null) console.error(error);
  else console.log(`${delivered} messages delivered again, ${applied} events applied that were missing`);
  return finishedAt !== null && error === null ? 0 : 1;
}

async function reconcile(operator: Operator): Promise<number> {
  const all = await reconcileAll(operator);
  for (const { service, differences } of all) {
    console.log(`${service}: ${differences.length === 0 ? 'agrees' : 'differs'}`);
    for (const line of differences) console.log(`  ${line}`);
  }
  return all.every(({ differences }) => differences.length === 0) ? 0 : 1;
}

async function runKeys(...args: string[]): Promise<number> {
  const installation = await installationFor(stateFolder());
  return (await runCommand(serviceNamed('users'), installation, 'keys', args)) ?? 1;
}

async function runRebuild(): Promise<number> {
  const installation = await installationFor(stateFolder());
  return (await runCommand(serviceNamed('analytics'), installation, 'rebuild')) ?? 1;
}

/** @throws CannotStart with one line when a database, the broker or the provider does not respond */
async function invariants(idleTimeoutMs: number): Promise<number> {
  const targets = targetsOf(readRunFile(stateFolder()));
  if (!targets) throw new NotRunning(`No system runs for ${stateFolder()}: npm start in another terminal`);
  try {
    const report = await checkInvariants(targets, { idleTimeoutMs });
    console.log(describeResults(report));
    return report.holds ? 0 : 1;
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new CannotStart(
      `The invariants could not be checked, something they read is away or unlike expected: ${reason}`,
    );
  }
}
