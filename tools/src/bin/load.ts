// `nakku load -- <baskets.csv>`: real baskets through the public API, then every invariant of the system.
import { checkInvariants, describeResults } from '../verify/invariants/index.ts';
import { requireGateway } from '../system/runningSystem.ts';
import { targetsOf } from '../verify/invariants/targets.ts';
import { readRunFile } from '../servers/runFile.ts';
import { stateFolder } from '../checkout/state.ts';
import { readBaskets } from '../verify/load/baskets.ts';
import { localKiller } from '../verify/load/killer.ts';
import { progressBar } from '../verify/load/progressBar.ts';
import { runLoad } from '../verify/load/runLoad.ts';
import { describeReport } from '../verify/load/report.ts';
import { command, exits, numberWithin } from './cli.ts';
import type { Command } from './cli.ts';

const IDLE_TIMEOUT_MS = 60_000;

interface LoadArguments {
  readonly orders: number;
  readonly concurrency: number;
  readonly rate?: number;
  readonly stock?: number;
  readonly ignoreStock: boolean;
  readonly declined: number;
  readonly giveUp: boolean;
  readonly changed: number;
  readonly kill: boolean;
  readonly timeout: number;
  readonly gateway?: string;
  readonly invariants: boolean;
  readonly skipBadLines: boolean;
}

export const build = (): Command =>
  command('load')
    .description(
      'Turns real baskets into orders of many customers, follows each to its end and checks the whole system.',
    )
    .argument('<baskets.csv>', 'UTF-8, no header: one basket per line, one category of the shop per cell')
    .option('--orders <n>', 'how many orders', numberWithin(1, 100_000), 100)
    .option(
      '--concurrency <c>',
      'customers between cart and confirmation at the same time',
      numberWithin(1, 500),
      8,
    )
    .option('--rate <r>', 'begin at most this many orders per second', numberWithin(1, 10_000))
    .option(
      '--stock <k>',
      'leave this many pieces of each product, instead of enough for all',
      numberWithin(0, 1_000_000),
    )
    .option(
      '--ignore-stock',
      'order what the store has none of, instead of another product of the category, or nothing',
      false,
    )
    .option(
      '--declined <percent>',
      'share of the orders that are first paid with a card that is declined',
      numberWithin(0, 100),
      3,
    )
    .option('--give-up', 'cancel after a declined card, instead of paying with another', false)
    .option(
      '--changed <percent>',
      'share of the orders that their customers change before they are packed',
      numberWithin(0, 100),
      0,
    )
    .option('--kill', 'end each service once by kill -9 on the way', false)
    .option(
      '--timeout <seconds>',
      'an order that has not ended by then has failed',
      numberWithin(1, 86_400),
      1_800,
    )
    .option(
      '--skip-bad-lines',
      'leave out lines that cannot be used, instead of stopping at the first',
      false,
    )
    .option('--gateway <url>', 'the public API; default: where the system of this machine runs')
    .option('--no-invariants', 'do not check databases, broker and payment provider afterwards')
    .action(exits(load));

async function load(file: string, given: LoadArguments): Promise<number> {
  const state = stateFolder();
  const gatewayUrl = await requireGateway(state, given.gateway);
  const { baskets, skipped } = await readBaskets(file, {
    max: given.orders,
    skipBadLines: given.skipBadLines,
  });
  for (const line of skipped) console.error(`skipped ${line}`);
  const targets = targetsOf(readRunFile(state));
  if (given.invariants && !targets) {
    console.error(
      `The invariants need databases and payment provider of a system on this machine; none runs for ${state}.`,
    );
    console.error('Give --no-invariants, or NAKKU_STATE.');
    return 1;
  }
  const bar = progressBar(given.orders);
  const report = await runLoad(
    {
      gatewayUrl,
      baskets,
      file,
      skipUnknown: given.skipBadLines,
      orders: given.orders,
      concurrency: given.concurrency,
      ...(given.rate === undefined ? {} : { rate: given.rate }),
      ...(given.stock === undefined ? {} : { stock: given.stock }),
      ignoresStock: given.ignoreStock,
      declinedPercent: given.declined,
      afterDecline: given.giveUp ? 'cancel' : 'another_card',
      changedPercent: given.changed,
      orderTimeoutMs: given.timeout * 1_000,
      ...(given.kill ? { killer: localKiller(state) } : {}),
    },
    { log: (line) => bar.line(line), onProgress: (progress) => bar.show(progress) },
  ).finally(() => bar.stop());
  console.log(`\n${describeReport(report)}\n`);
  for (const line of report.notRepeated) console.log(`  same key, other order: ${line}`);
  const isGood = report.failed.length === 0 && report.notRepeated.length === 0;
  if (!given.invariants || !targets) return isGood ? 0 : 1;
  console.log('Invariants over all databases, the broker and the payment provider:');
  const invariants = await checkInvariants(targets, {
    idleTimeoutMs: IDLE_TIMEOUT_MS,
    acknowledged: report.placed,
  });
  console.log(describeResults(invariants));
  return isGood && invariants.holds ? 0 : 1;
}
