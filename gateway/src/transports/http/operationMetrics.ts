import { counter, histogram } from '@nakku/telemetry';
import type { Admitted } from '../../request/admitted.ts';
import type { OperationLabel } from '../../request/operationLabels.ts';

/** Rate and duration of operations. Errors within responses are `graphql_errors_total`. */
export function operationMetrics(labelOf: OperationLabel) {
  const total = counter(
    'graphql_operations_total',
    'Operations executed',
    ['operation', 'kind', 'status_code'],
    (['query', 'mutation', 'subscription'] as const).map((kind) => ({
      operation: 'other',
      kind,
      status_code: '200',
    })),
  );
  const duration = histogram('graphql_operation_duration_seconds', 'Time of queries and mutations', [
    'operation',
    'kind',
  ]);
  return (admitted: Admitted | undefined, statusCode: number, seconds: number): void => {
    const kind = admitted?.operation.operation ?? 'refused';
    const operation = labelOf(admitted?.operation.name?.value);
    total.inc({ operation, kind, status_code: statusCode });
    if (admitted && kind !== 'subscription') duration.observe({ operation, kind }, seconds);
  };
}
