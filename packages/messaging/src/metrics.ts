import { counter, gauge } from '@nakku/telemetry';

/** Gauges and counters of one service's relay and consumer. */
export interface MessagingMetrics {
  /** The topics that the service follows: their series exist before their first event. */
  follows(topics: readonly string[]): void;
  watched(now: { age: number; parked: number; dead: number }): void;
  duplicate(topic: string): void;
  applied(topic: string): void;
  deadLetter(topic: string, reason: string): void;
  /** Messages of a partition that the service's group has not committed. */
  lag(topic: string, partition: number, messages: number): void;
}

/** Registers the metrics, labelled with the name of the service. */
export function messagingMetrics(service: string): MessagingMetrics {
  const age = gauge('outbox_unpublished_age_seconds', 'Age of the oldest event that waits for the broker', [
    'service',
  ]);
  const dead = gauge('dlq_messages', 'Dead letters that nobody has re-driven or discarded', ['service']);
  const parked = gauge('parked_events', 'Events that wait for an earlier one of their key', ['service']);
  const duplicates = counter('inbox_duplicates_total', 'Deliveries that were applied before', [
    'service',
    'topic',
  ]);
  const applied = counter('events_applied_total', 'Events whose effect was committed', ['service', 'topic']);
  const appliedAt = gauge('events_last_applied_timestamp_seconds', 'When the latest event was applied', [
    'service',
    'topic',
  ]);
  const letters = counter('dead_letters_total', 'Events that became dead letters', [
    'service',
    'topic',
    'reason',
  ]);
  const lag = gauge(
    'consumer_lag_messages',
    'Messages of a partition that the group has not committed; every process of the service reports all of them',
    ['service', 'topic', 'partition'],
  );
  for (const one of [age, dead, parked]) one.set({ service }, 0);
  return {
    follows(topics) {
      for (const topic of topics) {
        duplicates.inc({ service, topic }, 0);
        applied.inc({ service, topic }, 0);
        letters.inc({ service, topic, reason: 'failed' }, 0);
      }
    },
    watched(now) {
      age.set({ service }, now.age);
      parked.set({ service }, now.parked);
      dead.set({ service }, now.dead);
    },
    duplicate: (topic) => duplicates.inc({ service, topic }),
    applied(topic) {
      applied.inc({ service, topic });
      appliedAt.setToCurrentTime({ service, topic });
    },
    deadLetter: (topic, reason) => letters.inc({ service, topic, reason }),
    lag: (topic, partition, messages) => lag.set({ service, topic, partition: String(partition) }, messages),
  };
}
