import type { InvariantReport } from './check.ts';

const SHOWN = 5;

/** The report for people: a line per rule, and the first violations of those that do not hold. */
export function describeResults({ results, unsettled }: InvariantReport): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const lines = results.flatMap(({ name, rule, violations }) => {
    const line = `  ${violations.length === 0 ? 'ok    ' : 'BROKEN'}  ${name.padEnd(width)}`.trimEnd();
    if (violations.length === 0) return [line];
    const more = violations.length > SHOWN ? [`            and ${violations.length - SHOWN} more`] : [];
    return [
      line,
      `          ${rule}`,
      ...violations.slice(0, SHOWN).map(({ id, detail }) => `            ${id}: ${detail}`),
      ...more,
    ];
  });
  const [first] = unsettled;
  const note = first
    ? [
        `  not at rest: ${first.id}: ${first.detail}${unsettled.length > 1 ? ` and ${unsettled.length - 1} more` : ''}`,
      ]
    : [];
  return [...note, ...lines].join('\n');
}
