import { counter } from '@nakku/telemetry';

export interface DeadlineMetrics {
  deadline(kind: string, outcome: 'done' | 'failed' | 'superseded'): void;
}

export function deadlineMetrics(service: string): DeadlineMetrics {
  const deadlines = counter('deadlines_total', 'Deadlines that came due', ['service', 'kind', 'outcome']);
  return { deadline: (kind, outcome) => deadlines.inc({ service, kind, outcome }) };
}
