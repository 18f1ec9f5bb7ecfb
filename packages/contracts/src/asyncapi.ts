import { z } from 'zod';
import { contracts } from './contracts.ts';
import { topics } from './topics.ts';

/** Headers of every event: CloudEvents 1.0 in Kafka's binary binding. */
const headers = {
  type: 'object',
  required: [
    'content-type',
    'ce_specversion',
    'ce_id',
    'ce_type',
    'ce_source',
    'ce_time',
    'ce_subject',
    'ce_sequence',
  ],
  properties: {
    'content-type': { const: 'application/json' },
    ce_specversion: { const: '1.0' },
    ce_id: { type: 'string', format: 'uuid', description: 'UUIDv7; consumers apply each id once.' },
    ce_type: { type: 'string' },
    ce_source: { type: 'string' },
    ce_time: { type: 'string', format: 'date-time' },
    ce_subject: { type: 'string', description: 'Id of the aggregate.' },
    ce_sequence: {
      type: 'string',
      pattern: '^[1-9][0-9]*$',
      description: 'Version of the aggregate after the change.',
    },
    ce_dataschema: { type: 'string' },
    ce_correlationid: { type: 'string' },
    traceparent: { type: 'string', description: 'W3C trace context.' },
  },
};

/** The contracts of all events as an AsyncAPI 3.0 document: what `schema/events/asyncapi.json` holds. */
export function asyncApiDocument(): object {
  const types = Object.entries(contracts);
  const messages = Object.fromEntries(
    types.map(([type, { version, data }]) => [
      type,
      {
        name: type,
        title: `${type} v${version}`,
        contentType: 'application/json',
        headers: { $ref: '#/components/schemas/headers' },
        payload: z.toJSONSchema(data, { target: 'draft-7' }),
      },
    ]),
  );
  const channels = Object.fromEntries(
    Object.entries(topics).map(([name, topic]) => [
      name,
      {
        address: name,
        description:
          topic.ordering === 'latest'
            ? 'Compacted: each event carries the full state of its key, the newest wins.'
            : `Kept ${topic.retentionDays} days: the sequences of a key have no gaps.`,
        messages: Object.fromEntries(
          types
            .filter(([, contract]) => contract.topic === name)
            .map(([type]) => [type, { $ref: `#/components/messages/${type}` }]),
        ),
        bindings: {
          kafka: {
            topic: name,
            partitions: topic.partitions,
            topicConfiguration: { 'cleanup.policy': [topic.cleanup] },
          },
        },
      },
    ]),
  );
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Nakku events',
      version: '1.0.0',
      description: 'Facts that the contexts of Nakku tell each other. Generated from packages/contracts/src.',
    },
    defaultContentType: 'application/json',
    channels,
    operations: Object.fromEntries(
      Object.keys(topics).map((name) => [
        `publish-${name}`,
        { action: 'send', channel: { $ref: `#/channels/${name}` } },
      ]),
    ),
    components: { messages, schemas: { headers } },
  };
}
