// `npm run load -- <baskets.csv>`: real baskets through the public API, then every invariant of the system.
import { readFileSync } from 'node:fs';
import { checkInvariants, describeResults } from '../verify/invariants/index.ts';
import { answers, gatewayUrlOf, notRunning } from '../system/runningSystem.ts';
import { targetsOf } from '../verify/invariants/targets.ts';
import { readRunFile } from '../servers/runFile.ts';
import { stateFolder } from '../checkout/state.ts';
import { readArguments } from '../verify/load/arguments.ts';
import { parseBaskets } from '../verify/load/baskets.ts';
import { localKiller } from '../verify/load/killer.ts';
import { progressBar } from '../verify/load/progressBar.ts';
import { runLoad } from '../verify/load/runLoad.ts';
import { describeReport } from '../verify/load/report.ts';

const SETTLE_WITHIN_MS = 60_000;

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  const state = stateFolder();
  const gatewayUrl = gatewayUrlOf(state, given.gateway);
  const baskets = parseBaskets(readFileSync(given.file, 'utf8'));
  if (!(await answers(gatewayUrl))) {
    console.error(notRunning(gatewayUrl));
    return 1;
  }
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
      orders: given.orders,
      concurrency: given.concurrency,
      ...(given.rate === undefined ? {} : { rate: given.rate }),
      ...(given.stock === undefined ? {} : { stock: given.stock }),
      declinedPercent: given.declined,
      afterDecline: given.giveUp ? 'cancel' : 'another_card',
      patienceMs: given.patience * 1_000,
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
    settleWithinMs: SETTLE_WITHIN_MS,
    acknowledged: report.placed,
  });
  console.log(describeResults(invariants));
  return isGood && invariants.holds ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
