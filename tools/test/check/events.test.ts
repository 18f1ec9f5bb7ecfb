import path from 'node:path';
import { asyncApiDocument } from '@nakku/contracts';
import { asyncApiSchema } from '../../src/check/events/eventChanges.ts';
import type { EventContracts } from '../../src/check/events/eventChanges.ts';
import { eventFindings } from '../../src/check/events/eventFindings.ts';
import { line } from './schemas.ts';

const root = path.join(import.meta.dirname, '../../..');
const lines = (before: EventContracts, after: EventContracts) => eventFindings(before, after, root).map(line);

/** Contracts with one event on one topic. */
const contracts = (payload: object, topic: object = {}): EventContracts =>
  asyncApiSchema.parse({
    asyncapi: '3.0.0',
    channels: {
      things: {
        messages: { 'thing.made': {} },
        bindings: {
          kafka: { partitions: 3, topicConfiguration: { 'cleanup.policy': ['delete'] }, ...topic },
        },
      },
    },
    components: { messages: { 'thing.made': { payload: { type: 'object', ...payload } } } },
  });
const base = {
  properties: {
    id: { type: 'string' },
    note: { type: 'string' },
    kind: { type: 'string', enum: ['A', 'B'] },
    lines: {
      type: 'array',
      items: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] },
    },
  },
  required: ['id', 'kind', 'lines'],
};
const withProperty = (name: string, schema: object) => ({
  ...base,
  properties: { ...base.properties, [name]: schema },
});
const without = (name: string) => ({
  properties: Object.fromEntries(Object.entries(base.properties).filter(([key]) => key !== name)),
  required: base.required.filter((key) => key !== name),
});

test.each([
  ['nothing', base, []],
  [
    'a field that may be absent',
    withProperty('more', { type: 'string' }),
    ['safe  EVENT_FIELD_ADDED  thing.made.more was added and may be absent'],
  ],
  [
    'a required field',
    { ...withProperty('more', { type: 'string' }), required: [...base.required, 'more'] },
    ['breaking  EVENT_FIELD_ADDED  thing.made.more was added and is required'],
  ],
  [
    'a field with a default, which every event has from now on',
    { ...withProperty('more', { type: 'string', default: '' }), required: [...base.required, 'more'] },
    ['safe  EVENT_FIELD_ADDED  thing.made.more was added and may be absent'],
  ],
  ['a required field removed', without('id'), ['breaking  EVENT_FIELD_REMOVED  thing.made.id was removed']],
  [
    'an optional field removed',
    without('note'),
    ['dangerous  EVENT_FIELD_REMOVED  thing.made.note was removed; it could be absent before'],
  ],
  [
    'a field that must be there now',
    { ...base, required: [...base.required, 'note'] },
    ['breaking  EVENT_FIELD_REQUIRED  thing.made.note may no longer be absent'],
  ],
  [
    'a field that may be absent now',
    { ...base, required: ['id', 'kind'] },
    ['breaking  EVENT_FIELD_OPTIONAL  thing.made.lines may be absent now'],
  ],
  [
    'another type',
    withProperty('id', { type: ['string', 'null'] }),
    ['breaking  EVENT_TYPE_CHANGED  thing.made.id was string and is string or null'],
  ],
  [
    'other values',
    withProperty('kind', { type: 'string', enum: ['B', 'C'] }),
    [
      'breaking  EVENT_VALUE_REMOVED  thing.made.kind can no longer be "A"',
      'breaking  EVENT_VALUE_ADDED  thing.made.kind can be "C" now',
    ],
  ],
  [
    'a field inside of a list',
    withProperty('lines', { type: 'array', items: { type: 'object', properties: {}, required: [] } }),
    ['breaking  EVENT_FIELD_REMOVED  thing.made.lines[].n was removed'],
  ],
  [
    'another rule',
    withProperty('id', { type: 'string', maxLength: 3 }),
    ['dangerous  EVENT_RULE_CHANGED  thing.made.id has other rules: maxLength'],
  ],
])('%s', (_, after, expected) => {
  expect(lines(contracts(base), contracts(after))).toEqual(expected);
});

test('topics: partitions and cleaning may not change, and nothing may go', () => {
  expect(lines(contracts(base), contracts(base, { partitions: 6 }))).toEqual([
    'breaking  TOPIC_PARTITIONS_CHANGED  Topic things had 3 partitions and has 6',
  ]);
  expect(
    lines(contracts(base), contracts(base, { topicConfiguration: { 'cleanup.policy': ['compact'] } })),
  ).toEqual(['breaking  TOPIC_CLEANUP_CHANGED  Topic things was cleaned by delete and is by compact']);
  const none = asyncApiSchema.parse({ asyncapi: '3.0.0', channels: {}, components: { messages: {} } });
  expect(lines(contracts(base), none)).toEqual([
    'breaking  TOPIC_REMOVED  Topic things was removed',
    'breaking  EVENT_REMOVED  thing.made was removed',
  ]);
  expect(lines(none, contracts(base))).toEqual([
    'safe  TOPIC_ADDED  Topic things was added',
    'safe  EVENT_ADDED  thing.made was added',
  ]);
});

test('the contract’s line and the services that handle the event are named', () => {
  const text = JSON.stringify(asyncApiDocument());
  const after = asyncApiSchema.parse(JSON.parse(text));
  const before = asyncApiSchema.parse(JSON.parse(text));
  const payload = before.components.messages['order.picked_up']?.payload;
  if (!payload) throw new Error('the event is gone');
  Object.assign(payload, {
    properties: { ...payload.properties, gone: { type: 'string' } },
    required: [...(payload.required ?? []), 'gone'],
  });
  const [finding, ...others] = eventFindings(before, after, root);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ rule: 'EVENT_FIELD_REMOVED', subject: 'order.picked_up' });
  expect(finding?.place?.file).toBe('packages/contracts/src/orders.ts');
  expect(finding?.place?.text).toMatch(/^'order\.picked_up':/);
  expect(finding?.affected?.map((who) => who.replace(/:\d+$/, ''))).toContain(
    'inventory: subgraphs/inventory/src/events/consume/orders.ts',
  );
});
