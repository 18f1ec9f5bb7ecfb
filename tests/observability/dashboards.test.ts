import { boards, registeredMetrics } from '../../tools/src/codegen/dashboards/dashboards.ts';
import { metricsIn, unknownMetrics } from '../../tools/src/codegen/dashboards/promqlNames.ts';
import { SERVICES } from '../../tools/src/system/services.ts';

const all = boards();
const panels = all.flatMap(({ name, rows }) =>
  rows.flatMap((row) => row.panels.map((panel) => ({ board: name, ...panel }))),
);

test('each service has a dashboard with rates, totals, averages, percentiles and up', () => {
  const services = SERVICES.filter(({ kind }) => kind !== 'simulator').map(({ name }) => name);
  expect(all.map(({ name }) => name)).toEqual([...services, 'orders-life', 'events', 'slo', 'subscriptions']);
  for (const service of services) {
    const queries = panels.filter(({ board }) => board === service).map(({ query }) => query);
    for (const part of [
      'up{',
      'rate(http_requests_total',
      'increase(http_requests_total',
      'histogram_quantile(0.95',
      '_sum{',
    ])
      expect([service, part, queries.some((query) => query.includes(part))]).toEqual([service, part, true]);
  }
});

test('success stands against failure for every kind of work', () => {
  const works = [...registeredMetrics()].filter((name) => name.endsWith('_succeeded_total'));
  expect(works.length).toBeGreaterThan(10);
  for (const succeeded of works) {
    const both = panels.filter(
      ({ query }) =>
        query.includes(succeeded) && query.includes(succeeded.replace('_succeeded_', '_failed_')),
    );
    expect([succeeded, both.length]).toEqual([succeeded, 1]);
  }
});

test('no two panels of a dashboard have one title', () => {
  const titles = panels.map(({ board, title }) => `${board}: ${title}`);
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
});

test('every query is PromQL over metrics that somebody registers; others are found', () => {
  const known = registeredMetrics();
  expect(panels.flatMap(({ query }) => unknownMetrics(query, known))).toEqual([]);
  expect(unknownMetrics('rate(nobody_total[5m]) + up', known)).toEqual(['nobody_total']);
  expect(() => metricsIn('sum(rate(x[5m])')).toThrow('no PromQL');
});
