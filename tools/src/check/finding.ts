import type { Place } from '@nakku/gateway/compose';

/** How bad a finding is. `breaking` and `error` fail the check; `dangerous` and `warning` only with `--strict`. */
export type Level = 'breaking' | 'error' | 'dangerous' | 'warning' | 'safe' | 'note';

/** The parts of the check, in the order in which a reader wants them. */
export const AREAS = {
  composition: 'Composition',
  changes: 'API changes',
  operations: 'Stored operations',
  deprecations: 'Deprecations',
  lint: 'Lint',
  events: 'Event contracts',
  studio: 'Apollo Studio',
} as const;

export type Area = keyof typeof AREAS;

/** One remark of the check, as a reviewer would make it. */
export interface Finding {
  readonly area: Area;
  readonly level: Level;
  /** Stable name of the rule or kind of change, for programs and for looking it up. */
  readonly rule: string;
  /** Schema coordinate, event type or operation that it is about. */
  readonly subject?: string;
  readonly place?: Place;
  /** What is so. */
  readonly message: string;
  /** What that does. */
  readonly consequence?: string;
  /** For whom: clients, operations, services. */
  readonly affected?: readonly string[];
  /** What to do about it. */
  readonly advice?: string;
}

const SEVERITY: readonly Level[] = ['breaking', 'error', 'dangerous', 'warning', 'note', 'safe'];

/** Whether a finding of this level fails the check. */
export function fails(level: Level, strict: boolean): boolean {
  return SEVERITY.indexOf(level) < SEVERITY.indexOf(strict ? 'note' : 'dangerous');
}

/** Worst first, then by file and line. */
export function bySeverity(a: Finding, b: Finding): number {
  return (
    SEVERITY.indexOf(a.level) - SEVERITY.indexOf(b.level) ||
    (a.place?.file ?? '').localeCompare(b.place?.file ?? '') ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    (a.subject ?? '').localeCompare(b.subject ?? '')
  );
}
