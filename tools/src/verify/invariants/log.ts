import { kafkaClient } from '@nakku/kafka';
import type { Kafka } from 'kafkajs';
import type { Databases } from './databases.ts';
import type { Check, Violation } from './check.ts';
import { MAX_VIOLATIONS } from './check.ts';
import { STREAMS } from './events.ts';
import { readTopic } from './readTopic.ts';

/** Highest sequence of each key, if the first time that each sequence comes they come in order and without gaps. */
export class SequencesOfKeys {
  readonly last = new Map<string, number>();
  readonly violations: Violation[] = [];

  /** Duplicates are allowed (at least once); a step over one, or a step back to a new one, is not. */
  see(key: string, sequence: number): void {
    const last = this.last.get(key) ?? 0;
    if (sequence <= last) return;
    if (sequence !== last + 1) {
      this.violations.push({ id: key, detail: `event ${sequence} follows ${last} on the broker` });
    }
    this.last.set(key, sequence);
  }
}

/** Topics keep 14 days: what is older has no events to look at. */
export const publishedInOrder: Check = {
  name: 'events of an aggregate are on the broker in order',
  rule: 'on each topic, the sequences of each key are 1, 2, 3 … up to its version, without gaps',
  async find(databases) {
    const { kafkaBrokers, topicPrefix } = databases.targets;
    const kafka = kafkaClient(kafkaBrokers.split(','), 'nakku-invariants', { retries: 8 });
    const found = await Promise.all(STREAMS.map((stream) => gapsOf(databases, kafka, topicPrefix, stream)));
    return found.flat().slice(0, MAX_VIOLATIONS);
  },
};

async function gapsOf(
  databases: Databases,
  kafka: Kafka,
  prefix: string,
  { topic, from, versions }: (typeof STREAMS)[number],
): Promise<Violation[]> {
  const seen = new SequencesOfKeys();
  await readTopic(kafka, prefix + topic, ({ key, headers }) => {
    // What nobody can read has no sequence, and is a dead letter.
    if (headers?.ce_sequence) seen.see(key?.toString('utf8') ?? '', Number(String(headers.ce_sequence)));
  });
  const aggregates = await databases.rows<{ key: string; version: number }>(from, versions);
  const missing = aggregates
    .filter(({ key, version }) => seen.last.get(key) !== version)
    .map(({ key, version }) => ({
      id: key,
      detail: `the broker has ${seen.last.get(key) ?? 0} of ${version}`,
    }));
  return [...seen.violations, ...missing].map(({ id, detail }) => ({ id, detail: `${topic}: ${detail}` }));
}
