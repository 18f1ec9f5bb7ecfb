import { bySeverity } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { describeCounts, sections, summaryOf } from './summary.ts';
import type { Report } from './summary.ts';

const maxAffected = 8;

/** The report for a terminal: as a reviewer would write it, worst first, the verdict last. */
export function textReport(report: Report): string {
  const { ok, counts } = summaryOf(report);
  const parts = sections(report).map(({ title, looked, findings }) => {
    const heading = `${title}${looked === undefined ? '' : ` (${looked})`}`;
    if (findings.length === 0) return `${heading}: ok`;
    return [heading, '', ...[...findings].sort(bySeverity).map((finding) => indented(textOf(finding)) + '\n')]
      .join('\n')
      .trimEnd();
  });
  return `${parts.join('\n\n')}\n\nschema:check against ${report.against}: ${describeCounts(counts)}. ${ok ? 'Passed.' : 'Failed.'}\n`;
}

function textOf(finding: Finding): string {
  const { place, level, rule, message, consequence, advice, affected = [] } = finding;
  const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column}  `;
  if (level === 'safe') return `${where}${level}  ${message}`;
  const lines = [
    `${where}${level}  ${rule}`,
    ...message.split('\n').map((line) => `  ${line}`),
    ...(place === undefined ? [] : [`  > ${place.text}`]),
    ...(consequence === undefined ? [] : [`  ${consequence}`]),
    ...affected.slice(0, maxAffected).map((who) => `  for ${who}`),
    ...(affected.length > maxAffected ? [`  and ${affected.length - maxAffected} more`] : []),
    ...(advice === undefined ? [] : [`  → ${advice}`]),
  ];
  return lines.join('\n');
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
