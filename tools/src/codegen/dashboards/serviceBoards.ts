import type { Metric } from '../docs/metrics.ts';
import { average, ofService, pie, quantile, rate, series, sideBySide, stat } from './panel.ts';
import type { BoardSpec, PanelSpec, RowSpec } from './panel.ts';

const health = (service: string): RowSpec => ({
  title: 'Health',
  panels: [
    stat('Up', `sum(up{job="nakku", ${ofService(service)}})`),
    series('Requests by status', rate('http_requests_total', 'status_code', ofService(service)), 'reqps'),
    series('Requests in all', `sum(increase(http_requests_total{${ofService(service)}}[$__range]))`),
    series(
      'Duration p50',
      quantile(0.5, 'http_request_duration_seconds', 'endpoint', ofService(service)),
      's',
    ),
    series(
      'Duration p95',
      quantile(0.95, 'http_request_duration_seconds', 'endpoint', ofService(service)),
      's',
    ),
    series(
      'Duration p99',
      quantile(0.99, 'http_request_duration_seconds', 'endpoint', ofService(service)),
      's',
    ),
    series('Duration, average', average('http_request_duration_seconds', ofService(service)), 's'),
    series('Event loop lag p99', `max(nodejs_eventloop_lag_p99_seconds{${ofService(service)}})`, 's'),
    series('CPU', rate('process_cpu_seconds_total', 'service', ofService(service)), 'percentunit'),
    series('Memory', `sum(process_resident_memory_bytes{${ofService(service)}})`, 'bytes'),
  ],
});

/** What a service has beside its graph. */
export interface ServiceParts {
  readonly publishes: boolean;
  readonly consumes: boolean;
  readonly hasJobs: boolean;
}

const events = (service: string, { publishes, consumes, hasJobs }: ServiceParts): RowSpec => ({
  title: 'Events',
  panels: [
    ...(consumes ? consumed(service) : []),
    ...(publishes ? published(service) : []),
    ...(hasJobs
      ? [series('Runs of jobs', rate('job_runs_total', 'job, status', ofService(service)), 'cps')]
      : []),
  ],
});

const consumed = (service: string): PanelSpec[] => [
  series('Applied', rate('events_applied_total', 'topic', ofService(service)), 'cps'),
  series('Lag', `max by (topic) (consumer_lag_messages{${ofService(service)}})`),
  stat('Dead letters', `max(dlq_messages{${ofService(service)}})`),
];

const published = (service: string): PanelSpec[] => [
  series(
    'Oldest that waits for the broker',
    `max(outbox_unpublished_age_seconds{${ofService(service)}})`,
    's',
  ),
];

/** Success against failure of one kind of work. */
function work(name: string, service: string): PanelSpec[] {
  const total = (what: string) => `sum(rate(${name}_${what}_total{${ofService(service)}}[$__rate_interval]))`;
  const label = name.replaceAll('_', ' ');
  const panels = [
    series(
      `${label}: success, failure`,
      sideBySide({ succeeded: total('succeeded'), failed: total('failed') }),
      'cps',
    ),
    series(`${label}: reasons`, rate(`${name}_failed_total`, 'failure_reason', ofService(service)), 'cps'),
  ];
  return name === 'payment'
    ? panels
    : [
        ...panels,
        series(
          `${label}: p95`,
          quantile(0.95, `${name}_duration_seconds`, 'method', ofService(service)),
          's',
        ),
      ];
}

function ownPanels(metrics: readonly Metric[], service: string): PanelSpec[] {
  const works = metrics
    .filter(({ name }) => name.endsWith('_succeeded_total'))
    .map(({ name }) => name.slice(0, -'_succeeded_total'.length));
  const rest = metrics.filter(({ name }) => !works.some((one) => name.startsWith(`${one}_`)));
  return [
    ...works.flatMap((name) => work(name, service)),
    ...rest.map(({ name, kind, labels, help }) => {
      const by = labels.filter((label) => label !== 'service').join(', ') || 'service';
      if (kind === 'counter') return series(help, rate(name, by, ofService(service)), 'cps');
      if (kind === 'histogram')
        return series(`${help}, p95`, quantile(0.95, name, by, ofService(service)), 's');
      return stat(help, `max by (${by}) (${name}{${ofService(service)}})`);
    }),
  ];
}

/** A dashboard per service: health, its business, its events. */
export function serviceBoard(service: string, own: readonly Metric[], parts: ServiceParts): BoardSpec {
  const business: RowSpec = { title: 'Business', panels: ownPanels(own, service) };
  return {
    name: service,
    title: `Nakku: ${service}`,
    rows: [health(service), business, events(service, parts)].filter(({ panels }) => panels.length > 0),
  };
}

const share = (part: string, whole: string): string => `${part} / ${whole}`;

/** Dashboards across services. */
export const crossBoards: readonly BoardSpec[] = [
  {
    name: 'orders-life',
    title: 'Nakku: life of orders',
    rows: [
      {
        title: 'From the request to the door',
        panels: [
          series(
            'Placed, completed, cancelled',
            sideBySide({
              placed: 'sum(rate(order_created_total[$__rate_interval]))',
              completed: 'sum(rate(order_completed_total[$__rate_interval]))',
              cancelled: 'sum(rate(order_cancelled_total[$__rate_interval]))',
            }),
            'cps',
          ),
          pie(
            'Ends',
            sideBySide({
              completed: 'sum(increase(order_completed_total[$__range]))',
              cancelled: 'sum(increase(order_cancelled_total[$__range]))',
            }),
          ),
          series('Undone, by reason', rate('saga_compensations_total', 'reason'), 'cps'),
          stat('Stuck', 'max by (state) (orders_stuck)'),
          series('Reservations', rate('reservations_total', 'status'), 'cps'),
          series('Payments', rate('payment_succeeded_total', 'status'), 'cps'),
          series('Offers to couriers', rate('delivery_offers_total', 'status'), 'cps'),
          series('Wait for an offer p95', quantile(0.95, 'delivery_dispatch_wait_seconds', 'service'), 's'),
        ],
      },
    ],
  },
  {
    name: 'events',
    title: 'Nakku: events',
    rows: [
      {
        title: 'Outbox, topics, consumers',
        panels: [
          series(
            'Oldest that waits for the broker',
            'max by (service) (outbox_unpublished_age_seconds)',
            's',
          ),
          series('Lag', 'max by (service, topic) (consumer_lag_messages)'),
          series('Applied', rate('events_applied_total', 'service, topic'), 'cps'),
          series(
            'Since the latest was applied',
            'time() - max by (service, topic) (events_last_applied_timestamp_seconds)',
            's',
          ),
          series('Delivered twice', rate('inbox_duplicates_total', 'service'), 'cps'),
          stat('Dead letters', 'max by (service) (dlq_messages)'),
          stat('Parked', 'max by (service) (parked_events)'),
          series('Deadlines', rate('deadlines_total', 'kind, outcome'), 'cps'),
        ],
      },
    ],
  },
  {
    name: 'slo',
    title: 'Nakku: service levels',
    rows: [
      {
        title: 'Objectives',
        panels: [
          series(
            'Operations without a server error (99.9 %)',
            `1 - ${share(
              'sum(rate(graphql_errors_total{code=~"INTERNAL_SERVER_ERROR|SUBGRAPH_UNAVAILABLE|DEADLINE_EXCEEDED"}[$__rate_interval]))',
              'sum(rate(graphql_operations_total[$__rate_interval]))',
            )}`,
            'percentunit',
          ),
          series(
            'Operations within 250 ms (99 %)',
            share(
              'sum(rate(graphql_operation_duration_seconds_bucket{le="0.25"}[$__rate_interval]))',
              'sum(rate(graphql_operation_duration_seconds_count[$__rate_interval]))',
            ),
            'percentunit',
          ),
          series('Errors by operation and code', rate('graphql_errors_total', 'operation, code'), 'cps'),
          series('Operations', rate('graphql_operations_total', 'operation'), 'reqps'),
          series('Operations p95', quantile(0.95, 'graphql_operation_duration_seconds', 'operation'), 's'),
          series(
            'Subgraphs by outcome',
            rate('subgraph_request_duration_seconds_count', 'subgraph, outcome'),
            'reqps',
          ),
          stat('Circuits (0 closed, 2 open)', 'max by (subgraph) (subgraph_circuit_state)'),
        ],
      },
    ],
  },
  {
    name: 'subscriptions',
    title: 'Nakku: subscriptions',
    rows: [
      {
        title: 'Who watches',
        panels: [
          stat('WebSockets', 'sum(websocket_connections)'),
          stat('Subscriptions', 'sum(subscriptions_active{service="gateway"})'),
          stat('Distinct ones', 'sum(subscription_groups)'),
          series('At subgraphs', 'sum by (subgraph) (subscriptions_upstream)'),
          series('Sockets to subgraphs', 'sum by (subgraph) (upstream_sockets)'),
          series('Broken off', rate('subscriptions_upstream_lost_total', 'subgraph'), 'cps'),
          series('Refused', 'sum(rate(subscriptions_refused_total[$__rate_interval]))', 'cps'),
          series('Clients that did not read', rate('slow_consumers_total', 'transport'), 'cps'),
          series('Entities from memory or subgraph', rate('subscription_entities_total', 'from'), 'cps'),
        ],
      },
    ],
  },
];
