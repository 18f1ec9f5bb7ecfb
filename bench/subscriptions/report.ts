import type { Figures } from './measure.ts';
import type { Contender } from './servers.ts';

export interface Result {
  readonly title: string;
  readonly figures: Readonly<Record<Contender, Figures>>;
}

/** A figure that the gateway must keep. */
export interface Bar {
  readonly text: string;
  readonly isMet: boolean;
}

const columns: readonly { title: string; of: (figures: Figures) => number; digits: number }[] = [
  { title: 'join CPU µs', of: (f) => f.joinCpu, digits: 0 },
  { title: 'change CPU µs', of: (f) => f.changeCpu, digits: 1 },
  { title: 'memory KiB', of: (f) => f.memory / 1024, digits: 1 },
  { title: 'p50 ms', of: (f) => f.p50, digits: 1 },
  { title: 'p99 ms', of: (f) => f.p99, digits: 1 },
  { title: 'last ms', of: (f) => f.last, digits: 1 },
  { title: 'upstreams', of: (f) => f.upstreamSockets, digits: 0 },
];

/** A table: a line for each server, and the gateway's share of what useServer needs. */
export function table(results: readonly Result[]): string {
  const head = ['', '', ...columns.map(({ title }) => title)];
  const lines = results.flatMap(({ title, figures: { gateway, useServer } }) => [
    [title, 'gateway', ...columns.map(({ of, digits }) => of(gateway).toFixed(digits))],
    ['', 'useServer', ...columns.map(({ of, digits }) => of(useServer).toFixed(digits))],
    ['', 'ratio', ...columns.map(({ of }) => (of(gateway) / of(useServer)).toFixed(2))],
  ]);
  const rows = [head, ...lines];
  const widths = head.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const text = (row: readonly string[]) =>
    row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return rows.map(text).join('\n');
}

/** The gateway needs no more than `most` times of what useServer does. */
export function ratioBar({ title, figures }: Result, maximum: number): Bar {
  const ratio = figures.gateway.changeCpu / figures.useServer.changeCpu;
  return {
    text: `${title}: CPU per client and change ${ratio.toFixed(2)} of useServer, at most ${maximum}`,
    isMet: ratio <= maximum,
  };
}

export function upstreamBar(results: readonly Result[], maximum: number): Bar {
  const used = Math.max(...results.map(({ figures }) => figures.gateway.upstreamSockets));
  return { text: `sockets to one subgraph: ${used}, at most ${maximum}`, isMet: used > 0 && used <= maximum };
}
