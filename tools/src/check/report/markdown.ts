import { bySeverity } from '../finding.ts';
import type { Finding, Level } from '../finding.ts';
import { describeCounts, sections, summaryOf } from './summary.ts';
import type { Report } from './summary.ts';

const maxAffected = 20;
const quiet: readonly Level[] = ['safe', 'note'];

/** The report for a pull request: what matters open, the rest folded. */
export function markdownReport(report: Report): string {
  const { ok, counts } = summaryOf(report);
  const parts = sections(report).map(({ title, looked, findings }) => {
    const sorted = [...findings].sort(bySeverity);
    const loud = sorted.filter(({ level }) => !quiet.includes(level));
    const folded = sorted.filter(({ level }) => quiet.includes(level));
    const verdict = findings.length === 0 ? ': ok' : '';
    return [
      `### ${title}${verdict}${looked === undefined ? '' : ` — ${escaped(looked)}`}`,
      ...loud.map(markdownOf),
      ...(folded.length === 0 ? [] : [details(folded)]),
    ].join('\n\n');
  });
  const verdict = ok ? '✅ The schema check passed' : '❌ The schema check failed';
  return `## ${verdict}\n\nAgainst ${escaped(report.against)}: ${describeCounts(counts)}.\n\n${parts.join('\n\n')}\n`;
}

function markdownOf({ place, level, rule, message, consequence, advice, affected = [] }: Finding): string {
  const where = place === undefined ? '' : ` \`${place.file}:${place.line}\``;
  const lines = [
    `- **${level}**${where} \`${rule}\` — ${escaped(message)}`,
    ...(place === undefined ? [] : ['  ```graphql', `  ${place.text}`, '  ```']),
    ...(consequence === undefined ? [] : [`  ${escaped(consequence)}`]),
    ...affected.slice(0, maxAffected).map((who) => `  - for ${escaped(who)}`),
    ...(affected.length > maxAffected ? [`  - and ${affected.length - maxAffected} more`] : []),
    ...(advice === undefined ? [] : ['', `  **Do:** ${escaped(advice)}`]),
  ];
  return lines.join('\n');
}

function details(findings: readonly Finding[]): string {
  const lines = findings.map(({ place, message, level }) => {
    const where = place === undefined ? '' : `\`${place.file}:${place.line}\` `;
    return `- ${where}${level}: ${escaped(message)}`;
  });
  const count =
    findings.length === 1 ? '1 remark that stops nothing' : `${findings.length} remarks that stop nothing`;
  return `<details><summary>${count}</summary>\n\n${lines.join('\n')}\n\n</details>`;
}

/** What a message quotes is not to be taken for Markdown. */
function escaped(text: string): string {
  return text.replace(/[\\*_[\]<>#|]/g, (c) => `\\${c}`).replaceAll('\n', ' ');
}
