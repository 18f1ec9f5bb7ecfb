import { counter } from '@nakku/telemetry';

export interface DeadlineMetrics {
  deadline(kind: string, outcome: 'done' | 'failed' | 'superseded'): void;
}

/** @param kinds whose series exist before their first deadline */
export function deadlineMetrics(service: string, kinds: readonly string[] = []): DeadlineMetrics {
  const zeros = kinds.flatMap((kind) => [
    { service, kind, outcome: 'done' },
    { service, kind, outcome: 'failed' },
  ]);
  const deadlines = counter(
    'deadlines_total',
    'Deadlines that came due',
    ['service', 'kind', 'outcome'],
    zeros,
  );
  return { deadline: (kind, outcome) => deadlines.inc({ service, kind, outcome }) };
}
