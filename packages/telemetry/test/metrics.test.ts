import { counter, gauge, histogram, httpMetrics, registry } from '../src/index.ts';

describe('metrics', () => {
  test('two modules may name the same metric; another kind is refused', async () => {
    counter('orders_placed_total', 'Orders', ['store']).inc({ store: 's1' });
    counter('orders_placed_total', 'Orders', ['store']).inc({ store: 's1' }, 2);
    expect(await registry.getSingleMetricAsString('orders_placed_total')).toContain(
      'orders_placed_total{store="s1"} 3',
    );
    expect(() => gauge('orders_placed_total', 'Orders')).toThrow(/exists already as another kind/);
    expect(histogram('wait_seconds', 'Wait')).toBe(histogram('wait_seconds', 'Wait'));
  });

  test('a gauge with collect is read at the scrape', async () => {
    let depth = 4;
    gauge('queue_depth', 'Depth', [], (g) => g.set(depth));
    depth = 7;
    expect(await registry.getSingleMetricAsString('queue_depth')).toContain('queue_depth 7');
  });

  test('HTTP requests are counted and timed under the names of the contract', async () => {
    httpMetrics('users')({ method: 'POST', endpoint: '/graphql', statusCode: 200, seconds: 0.02 });
    expect(await registry.getSingleMetricAsString('http_requests_total')).toContain(
      'http_requests_total{service="users",method="POST",endpoint="/graphql",status_code="200"} 1',
    );
    expect(await registry.getSingleMetricAsString('http_request_duration_seconds')).toContain(
      'http_request_duration_seconds_bucket{le="0.025",service="users",method="POST",endpoint="/graphql"} 1',
    );
  });
});
