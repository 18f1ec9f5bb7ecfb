import { counter, histogram } from '@nakku/telemetry';
import type { Admitted } from '../../request/admitted.ts';

/** Rate, errors and duration of operations. Only known names become labels: what clients write has no end. */
export function operationMetrics(known: ReadonlySet<string>) {
  const total = counter('graphql_operations_total', 'Operations executed', [
    'operation',
    'kind',
    'status_code',
  ]);
  const duration = histogram('graphql_operation_duration_seconds', 'Time of queries and mutations', [
    'operation',
    'kind',
  ]);
  return (admitted: Admitted | undefined, statusCode: number, seconds: number): void => {
    const kind = admitted?.operation.operation ?? 'refused';
    const name = admitted?.operation.name?.value;
    const operation = name !== undefined && known.has(name) ? name : 'other';
    total.inc({ operation, kind, status_code: statusCode });
    if (admitted && kind !== 'subscription') duration.observe({ operation, kind }, seconds);
  };
}
