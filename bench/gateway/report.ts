import { cpus, loadavg } from 'node:os';
import { contenders } from './gateways.ts';
import type { Contender } from './gateways.ts';
import type { Figures } from './load.ts';
import { queries } from './queries.ts';
import type { MeasuredQuery } from './queries.ts';

type Results = Readonly<Record<string, Partial<Record<Contender, Figures>>>>;

/** How many times less CPU than Apollo's gateway the bar asks for. */
const barRatio = 4.3;

/** The figures as a page of Markdown. */
export function report(figures: Results): string {
  const known: Readonly<Record<string, MeasuredQuery>> = queries;
  const parts = Object.entries(figures).map(([name, results]) => {
    const ours = results.nakku?.cpuMs;
    const rows = Object.entries(contenders).flatMap(([contender, { title }]) => {
      const result = Object.entries(results).find(([one]) => one === contender)?.[1];
      if (!result) return [];
      const ratio = ours === undefined ? '' : (result.cpuMs / ours).toFixed(2);
      return [
        `| ${title} | ${result.cpuMs.toFixed(3)} | ${ratio} | ${Math.round(result.perSecond)} | ${result.p99Ms.toFixed(1)} | ${Math.round(result.memoryMb)} |`,
      ];
    });
    const query = known[name];
    const stock = results.stock?.cpuMs;
    const ratio = ours === undefined || stock === undefined ? undefined : stock / ours;
    const met = (isMet: boolean) => (isMet ? 'met' : 'missed');
    return [
      `## ${name}: ${query?.title ?? ''}`,
      '',
      '| gateway | CPU ms | × ours | requests/s | p99 ms | RSS MB |',
      '| --- | ---: | ---: | ---: | ---: | ---: |',
      ...rows,
      '',
      ...(query && ours !== undefined
        ? [`Bar ${query.barMs} ms on Node 24: ${met(ours <= query.barMs)}.`]
        : []),
      ...(ratio === undefined
        ? []
        : [`Bar ${barRatio} × less than Apollo's: ${ratio.toFixed(2)}, ${met(ratio >= barRatio)}.`]),
    ].join('\n');
  });
  return [
    '# The gateway beside others',
    '',
    `Written by \`bench/gateway/main.ts\`, Node ${process.versions.node}. CPU is user and system time of the gateway's process per request.`,
    `Load average of the machine at the end: ${(loadavg()[0] ?? 0).toFixed(1)} on ${cpus().length} cores; above the cores every figure is larger.`,
    'Ours verifies a token, keeps budgets in Redis, counts metrics and writes a log; the others do nothing of that.',
    '',
    ...parts.flatMap((part) => [part, '']),
  ].join('\n');
}
