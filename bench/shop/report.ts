import { cpus, loadavg } from 'node:os';
import { percentile } from '../../tools/src/verify/load/figures.ts';
import type { Measured, ScenarioName } from './scenarios.ts';
import { perUnit } from './usage.ts';

type Figure = 'perSecond' | 'cpuMs' | 'p50' | 'p95' | 'statements' | 'confirmedPerSecond' | 'confirmedP95';

interface Bar {
  readonly figure: Figure;
  readonly limit: number;
  readonly is: 'at least' | 'at most';
}

const atLeast = (figure: Figure, limit: number): Bar => ({ figure, limit, is: 'at least' });
const atMost = (figure: Figure, limit: number): Bar => ({ figure, limit, is: 'at most' });

export const titles: Readonly<
  Record<ScenarioName, { readonly title: string; readonly bars: readonly Bar[] }>
> = {
  idle: {
    title: 'Idle, per second: 80 ms are 8 % of a core',
    bars: [atMost('cpuMs', 80), atMost('statements', 15)],
  },
  list: {
    title: 'Catalogue page of 20 with price and stock, 16 at a time',
    bars: [atLeast('perSecond', 2_000), atMost('cpuMs', 0.9), atMost('p95', 30)],
  },
  search: {
    title: 'Search, 16 at a time',
    bars: [atLeast('perSecond', 600), atMost('cpuMs', 2.5)],
  },
  cart: {
    title: 'New cart and its first line (two requests), 16 at a time',
    bars: [atLeast('perSecond', 500), atMost('p50', 20)],
  },
  flow: {
    title: 'From the cart to a confirmed order, 8 shoppers',
    bars: [atLeast('perSecond', 35), atMost('cpuMs', 45), atMost('statements', 70)],
  },
  burst: {
    title: 'Burst of prepared quotes, 16 at a time',
    bars: [atLeast('perSecond', 120), atLeast('confirmedPerSecond', 60)],
  },
  rate: {
    title: 'Prepared quotes at a steady rate, placed to confirmed',
    bars: [atMost('cpuMs', 30), atMost('confirmedP95', 150)],
  },
};

const units: Readonly<Record<Figure, string>> = {
  perSecond: 'per second',
  cpuMs: 'CPU ms each, all processes',
  p50: 'p50 ms',
  p95: 'p95 ms',
  statements: 'SQL round trips each',
  confirmedPerSecond: 'confirmed per second',
  confirmedP95: 'placed to confirmed, p95 ms',
};

const sum = (parts: readonly (readonly [string, number])[]): number =>
  parts.reduce((total, [, amount]) => total + amount, 0);

export function figuresOf({ load, before, after, units: count, lives, confirmedPerSecond }: Measured) {
  const figures: Partial<Record<Figure, number>> = {
    ...(load.units > 0
      ? {
          perSecond: load.units / load.seconds,
          p50: percentile(load.latencies, 0.5) ?? 0,
          p95: percentile(load.latencies, 0.95) ?? 0,
        }
      : {}),
    cpuMs: sum(perUnit(before.cpuMs, after.cpuMs, count)),
    statements: sum(perUnit(before.statements, after.statements, count)),
    ...(lives && confirmedPerSecond !== undefined
      ? { confirmedPerSecond, confirmedP95: lives.confirmedP95 }
      : {}),
  };
  return figures;
}

const parts = (rows: readonly (readonly [string, number])[], digits: number): string =>
  rows
    .filter(([, amount]) => amount >= 10 ** -digits)
    .map(([name, amount]) => `${name} ${amount.toFixed(digits)}`)
    .join(', ');

const isFigure = (key: string): key is Figure => Object.hasOwn(units, key);

function section(name: ScenarioName, measured: Measured): string {
  const { title, bars } = titles[name];
  const figures = figuresOf(measured);
  const rows = Object.entries(figures).flatMap(([key, value]) => {
    if (!isFigure(key)) return [];
    const bar = bars.find(({ figure }) => figure === key);
    const isMet = bar && (bar.is === 'at least' ? value >= bar.limit : value <= bar.limit);
    const judged = bar ? `${bar.is} ${bar.limit}: ${isMet ? 'met' : 'missed'}` : '';
    return [`| ${units[key]} | ${value.toFixed(value < 10 ? 2 : 1)} | ${judged} |`];
  });
  const { before, after, units: count, load, lives } = measured;
  return [
    `## ${title}`,
    '',
    '| figure | measured | bar |',
    '| --- | ---: | --- |',
    ...rows,
    '',
    `CPU ms: ${parts(perUnit(before.cpuMs, after.cpuMs, count), 2)}.`,
    '',
    `SQL round trips: ${parts(perUnit(before.statements, after.statements, count), 2)}.`,
    ...(lives
      ? [
          '',
          `Placed to reserved p50 ${lives.reservedP50.toFixed(0)} ms, to confirmed p50 ${lives.confirmedP50.toFixed(0)} ms; ${lives.confirmed} of ${lives.placed} orders confirmed.`,
        ]
      : []),
    ...[...load.failures].map(([message, times]) => `\nFailed ${times} times: ${message}`),
  ].join('\n');
}

/** The figures as a page of Markdown. */
export function report(
  results: readonly (readonly [ScenarioName, Measured])[],
  size: { readonly products: number; readonly orders: number },
): string {
  return [
    '# The shop',
    '',
    `Written by \`bench/shop/main.ts\`, Node ${process.versions.node}, ${size.products} products in two stores, ${size.orders} past orders.`,
    'CPU is user and system time of all processes of the system, servers too, but for the load generator. A BEGIN or COMMIT that',
    'travels with the statement beside it is no round trip; what runs in the background is counted in.',
    `Load average of the machine at the end: ${(loadavg()[0] ?? 0).toFixed(1)} on ${cpus().length} cores, which load and system share.`,
    '',
    ...results.flatMap(([name, measured]) => [section(name, measured), '']),
  ].join('\n');
}
