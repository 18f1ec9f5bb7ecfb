import { describeResults } from '../invariants/index.ts';
import type { CheckResult, Violation } from '../invariants/index.ts';
import { countOf, inWords, table } from '../load/figures.ts';
import type { FaultKind } from './faults.ts';
import type { Injected } from './nemesis.ts';
import type { Shopped } from './shopper.ts';

/** What came of one run. */
export interface ChaosReport {
  readonly seed: number;
  readonly minutes: number;
  readonly faults: readonly FaultKind[];
  readonly folder: string;
  readonly injected: readonly Injected[];
  readonly shopped: readonly Shopped[];
  /** From the moment when everything runs again until every order has ended and every watcher was told. */
  readonly terminalAfterMs: number;
  readonly results: readonly CheckResult[];
  readonly unsettled: readonly Violation[];
  readonly statusOf: ReadonlyMap<string, string>;
}

export interface ChaosFigures {
  readonly acknowledged: number;
  readonly delivered: number;
  readonly compensated: number;
  readonly faults: number;
  readonly violations: number;
}

export function figuresOf({ shopped, statusOf, injected, results, unsettled }: ChaosReport): ChaosFigures {
  const acknowledged = shopped.flatMap((one) => one.acknowledged);
  const ended = (status: string): number => acknowledged.filter((id) => statusOf.get(id) === status).length;
  return {
    acknowledged: acknowledged.length,
    delivered: ended('DELIVERED'),
    compensated: ended('CANCELLED') + ended('RETURNED'),
    faults: injected.filter(({ skipped }) => skipped === undefined).length,
    violations: results.reduce((sum, { violations }) => sum + violations.length, 0) + unsettled.length,
  };
}

const percentOf = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

/** What a run did not reach of what was asked for: such a run has shown too little. */
export function shortfallsOf(
  report: ChaosReport,
  requested: { readonly atLeast: number; readonly compensatedPercent: number },
): string[] {
  const { acknowledged, compensated } = figuresOf(report);
  const share = percentOf(compensated, acknowledged);
  return [
    ...(acknowledged < requested.atLeast ? [`fewer than ${requested.atLeast} acknowledged`] : []),
    ...(share < requested.compensatedPercent
      ? [`less than ${requested.compensatedPercent} % compensated`]
      : []),
  ];
}

const SHOWN = 5;

/** The report as readable text. */
export function describeChaos(report: ChaosReport): string {
  const { injected, shopped, results, unsettled } = report;
  const figures = figuresOf(report);
  const done = injected.filter(({ skipped }) => skipped === undefined);
  const reasons = countOf(
    shopped.flatMap(({ watched }) => watched.flatMap(({ cancelReason }) => cancelReason ?? [])),
  );
  const resumed = shopped.flatMap(({ watched }) => watched).reduce((sum, one) => sum + one.resumed, 0);
  const troubles = shopped.flatMap((one) => one.troubles);
  const rows: [string, string][] = [
    ['orders acknowledged', String(figures.acknowledged)],
    ['delivered', String(figures.delivered)],
    [
      'compensated',
      `${figures.compensated} (${percentOf(figures.compensated, figures.acknowledged).toFixed(0)} %)`,
    ],
    ...reasons.map(([reason, count]): [string, string] => [`  ${reason}`, String(count)]),
    ['streams resumed', String(resumed)],
    ['faults injected', String(done.length)],
    ...countOf(done.map(({ kind }) => kind)).map(([kind, count]): [string, string] => [
      `  ${kind}`,
      String(count),
    ]),
    ...(report.faults.includes('deliveries')
      ? [['  deliveries', 'all the time'] satisfies [string, string]]
      : []),
    ['  not possible then', String(injected.length - done.length)],
    ['customers in trouble', String(troubles.length)],
    ['terminal after healing', inWords(report.terminalAfterMs)],
    ['violations', figures.violations === 0 ? 'none' : String(figures.violations)],
  ];
  return [
    `Chaos, seed ${report.seed}, ${report.minutes} minutes`,
    table(rows),
    ...troubles.slice(0, SHOWN).map((line) => `    ${line}`),
    '',
    describeResults({ results, unsettled, holds: figures.violations === 0 }),
  ].join('\n');
}

/** One line of a series. */
export function summaryOf(report: ChaosReport): string {
  const { acknowledged, delivered, compensated, faults, violations } = figuresOf(report);
  return (
    `seed ${report.seed}: ${acknowledged} acknowledged, ${delivered} delivered, ${compensated} compensated, ` +
    `${faults} faults, terminal after ${inWords(report.terminalAfterMs)}, ${violations} violations`
  );
}
