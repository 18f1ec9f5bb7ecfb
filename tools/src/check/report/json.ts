import { bySeverity } from '../finding.ts';
import { summaryOf } from './summary.ts';
import type { Report } from './summary.ts';

/** The report for programs: `{ ok, against, counts, findings }`, the findings as in finding.ts. */
export function jsonReport(report: Report): string {
  const { ok, counts } = summaryOf(report);
  const findings = [...report.findings].sort(bySeverity);
  return `${JSON.stringify({ ok, against: report.against, counts, findings }, null, 2)}\n`;
}
