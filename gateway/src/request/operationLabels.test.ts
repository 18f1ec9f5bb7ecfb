import { registry } from '@nakku/telemetry';
import { errorMetrics } from './errorMetrics.ts';
import { createOperationLabels } from './operationLabels.ts';

test('an operation is named in metrics if a list knows it, also one that was replaced', () => {
  let manifest = new Set(['Browse']);
  const labelOf = createOperationLabels([() => new Set(['OrderPlace']), () => manifest]);
  expect(['OrderPlace', 'Browse', 'Search', undefined].map(labelOf)).toEqual([
    'OrderPlace',
    'Browse',
    'other',
    'other',
  ]);
  manifest = new Set(['Search']);
  expect(['Browse', 'Search'].map(labelOf)).toEqual(['other', 'Search']);
});

test('errors count once per response and code; codes from elsewhere are bounded', async () => {
  const count = errorMetrics();
  const error = (code: unknown) => ({ message: 'x', extensions: { code } });
  count('Browse', []);
  count('Browse', [error('FORBIDDEN'), error('FORBIDDEN'), error('NOT_FOUND'), { message: 'no code' }]);
  for (let n = 0; n < 300; n += 1) count('other', [error(`CODE_${n}`)]);
  count('other', [error('has spaces\n')]);
  const text = await registry.getSingleMetricAsString('graphql_errors_total');
  expect(text).toContain('graphql_errors_total{operation="Browse",code="FORBIDDEN"} 1');
  expect(text).toContain('graphql_errors_total{operation="Browse",code="NOT_FOUND"} 1');
  expect(text).toContain('graphql_errors_total{operation="Browse",code="other"} 1');
  expect(text.split('\n').filter((line) => line.startsWith('graphql_errors_total{')).length).toBeLessThan(
    110,
  );
});
