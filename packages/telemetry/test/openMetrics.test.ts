import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { counter, gauge, histogram, initTelemetry, inSpan, labelWithin, metricsPage } from '../src/index.ts';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('/metrics', () => {
  const collector = createServer((_request, response) => response.end('{}'));
  let telemetry: ReturnType<typeof initTelemetry>;
  beforeAll(async () => {
    await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done));
    const { port } = collector.address() as AddressInfo;
    telemetry = initTelemetry({
      service: 'orders',
      logLevel: 'silent',
      otlpEndpoint: `http://127.0.0.1:${port}`,
    });
  });
  afterAll(async () => {
    await telemetry.shutdown();
    await new Promise((done) => collector.close(done));
  });

  test('a family exists before its first value, and every metric names its service', async () => {
    counter('baskets_total', 'Baskets', ['status'], [{ status: 'full' }, { status: 'empty' }]);
    counter('baskets_total', 'Baskets', ['status']).inc({ status: 'full' });
    gauge('shelves', 'Shelves').set(2);
    histogram('pick_seconds', 'Pick', ['status'], [1], [{ status: 'done' }]);
    const { body, contentType } = await metricsPage();
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(body).toContain('baskets_total{status="full",service="orders"} 1\n');
    expect(body).toContain('baskets_total{status="empty",service="orders"} 0\n');
    expect(body).toContain('shelves{service="orders"} 2\n');
    expect(body).toContain('pick_seconds_count{service="orders",status="done"} 0\n');
    expect(body).toMatch(/\nprocess_cpu_seconds_total\{service="orders"\} /);
  });

  test('a metric that names another service keeps it', async () => {
    counter('parcels_total', 'Parcels', ['service']).inc({ service: 'delivery' });
    expect((await metricsPage()).body).toContain('parcels_total{service="delivery"} 1\n');
  });

  test('a reader of OpenMetrics sees the trace behind an observation', async () => {
    const waits = histogram('wait_time_seconds', 'Wait', ['kind'], [1, 10]);
    waits.observe({ kind: 'short' }, 0.5);
    await inSpan('x', {}, async () => waits.observe({ kind: 'long' }, 5), { parent: { traceparent } });
    const { body, contentType } = await metricsPage(
      'application/openmetrics-text; version=1.0.0, text/plain;q=0.1',
    );
    expect(contentType).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(body).toMatch(
      /^wait_time_seconds_bucket\{le="10",service="orders",kind="long"\} 1 # \{trace_id="0af7651916cd43dd8448eb211c80319c"\} 5 \d/m,
    );
    expect(body).toMatch(/^wait_time_seconds_bucket\{le="1",service="orders",kind="short"\} 1$/m);
    expect(body).toContain('# TYPE baskets counter\nbaskets_total{status="full",service="orders"} 1');
    expect(body.endsWith('# EOF\n')).toBe(true);
    const families = [...body.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
    expect(new Set(families).size).toBe(families.length);
    expect((await metricsPage('text/plain')).body).not.toContain('trace_id');
  });
});

test('values from outside that become labels are bounded', () => {
  const label = labelWithin(2);
  expect(['A', 'B', 'A', 'C', 'B', 'not well-formed', undefined, 7].map(label)).toEqual([
    'A',
    'B',
    'A',
    'other',
    'B',
    'other',
    'other',
    'other',
  ]);
});
