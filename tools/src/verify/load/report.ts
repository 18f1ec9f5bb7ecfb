import { countOf, inWords, percentile, table } from './figures.ts';
import type { Watched } from './watch.ts';

/** An order that did not go as it may: no end, an unexpected error, a stream that could not be resumed. */
export interface FailedOrder {
  readonly index: number;
  readonly orderId: string | undefined;
  readonly because: string;
}

export interface LoadReport {
  /** Names this run in e-mail addresses and keys. */
  readonly run: string;
  /** Orders that the API acknowledged. */
  readonly placed: readonly string[];
  readonly ended: readonly Watched[];
  readonly failed: readonly FailedOrder[];
  /** Customers who ordered nothing because the store had nothing of their basket. */
  readonly soldOut: number;
  /** From the first cart to the end of the last order. */
  readonly durationMs: number;
  /** From the first cart to the last acknowledged order. */
  readonly placingMs: number;
  /** Services killed on the way. */
  readonly killed: readonly string[];
  /** Orders asked for a second time with the same key that were not the same order. */
  readonly notRepeated: readonly string[];
  readonly customerEmails: readonly string[];
}

const perSecond = (count: number, ms: number): string => (ms === 0 ? '–' : (count / (ms / 1_000)).toFixed(1));

const both = (values: readonly number[]): string =>
  `p50 ${inWords(percentile(values, 0.5))}, p95 ${inWords(percentile(values, 0.95))}`;

/** The final table. */
export function describeReport(report: LoadReport): string {
  const { ended, failed, placed, durationMs, placingMs, killed } = report;
  const withStatus = (status: string): Watched[] => ended.filter((order) => order.status === status);
  const cancelled = withStatus('CANCELLED');
  const returned = withStatus('RETURNED');
  const reasons = countOf(cancelled.map(({ cancelReason }) => cancelReason ?? 'no reason'));
  const confirmed = ended.flatMap(({ confirmedAfterMs }) => confirmedAfterMs ?? []);
  const resumed = ended.reduce((sum, order) => sum + order.resumed, 0);
  const rows: [string, string][] = [
    ['placed', String(placed.length)],
    ['delivered', String(withStatus('DELIVERED').length)],
    ['cancelled', String(cancelled.length)],
    ...reasons.map(([reason, count]): [string, string] => [`  ${reason}`, String(count)]),
    ...(returned.length > 0 ? [['returned', String(returned.length)] satisfies [string, string]] : []),
    ...(report.soldOut > 0 ? [['sold out', String(report.soldOut)] satisfies [string, string]] : []),
    ['failed', String(failed.length)],
    [
      'orders/s',
      `${perSecond(ended.length, durationMs)} to the end, ${perSecond(placed.length, placingMs)} placed`,
    ],
    ['placed → confirmed', both(confirmed)],
    ['change → client', both(ended.flatMap(({ pushedAfterMs }) => pushedAfterMs))],
    ['streams resumed', String(resumed)],
    ['duration', inWords(durationMs)],
  ];
  if (killed.length > 0) rows.push(['killed (-9)', killed.join(', ')]);
  const failures = failed
    .slice(0, 20)
    .map(({ index, orderId, because }) => `  basket ${index + 1}, ${orderId ?? 'not placed'}: ${because}`);
  return [table(rows), ...(failures.length > 0 ? ['', 'Failed:', ...failures] : [])].join('\n');
}
