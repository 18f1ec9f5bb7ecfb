import { AREAS, fails } from '../finding.ts';
import type { Area, Finding, Level } from '../finding.ts';

/** The whole check. */
export interface Report {
  /** What the API and the events were compared with. */
  readonly against: string;
  readonly findings: readonly Finding[];
  /** What was looked at, by area: said when nothing was found. */
  readonly looked: Readonly<Record<Area, string | undefined>>;
  readonly strict: boolean;
}

export interface Summary {
  readonly ok: boolean;
  readonly counts: Readonly<Record<Level, number>>;
}

export function summaryOf({ findings, strict }: Report): Summary {
  const counts = { breaking: 0, error: 0, dangerous: 0, warning: 0, safe: 0, note: 0 };
  for (const { level } of findings) counts[level] += 1;
  return { ok: !findings.some(({ level }) => fails(level, strict)), counts };
}

/** The areas in order, each with its findings; one that was not looked at is left out. */
export function sections({ findings, looked }: Report) {
  return areaNames.flatMap((area) => {
    const own = findings.filter((finding) => finding.area === area);
    const text = looked[area];
    return text === undefined && own.length === 0
      ? []
      : [{ title: AREAS[area], looked: text, findings: own }];
  });
}

const areaNames: readonly Area[] = [
  'composition',
  'changes',
  'operations',
  'deprecations',
  'lint',
  'events',
  'studio',
];

const WORDS: readonly (readonly [Level, string, string])[] = [
  ['breaking', 'breaking', 'breaking'],
  ['error', 'error', 'errors'],
  ['dangerous', 'dangerous', 'dangerous'],
  ['warning', 'warning', 'warnings'],
  ['safe', 'safe change', 'safe changes'],
  ['note', 'note', 'notes'],
];

/** `2 breaking, 1 warning`; `nothing to say` if there is nothing. */
export function describeCounts(counts: Summary['counts']): string {
  const parts = WORDS.flatMap(([level, one, many]) =>
    counts[level] === 0 ? [] : [`${counts[level]} ${counts[level] === 1 ? one : many}`],
  );
  return parts.length === 0 ? 'nothing to say' : parts.join(', ');
}
