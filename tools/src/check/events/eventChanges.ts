import { z } from 'zod';
import type { PayloadChange } from './jsonSchema.ts';
import { jsonSchema, payloadChanges } from './jsonSchema.ts';

const channel = z.object({
  messages: z.record(z.string(), z.unknown()),
  bindings: z
    .object({
      kafka: z.object({
        partitions: z.number().optional(),
        topicConfiguration: z.object({ 'cleanup.policy': z.array(z.string()) }).optional(),
      }),
    })
    .optional(),
});

/** An AsyncAPI document as far as `npm run asyncapi` writes it. */
export const asyncApiSchema = z.object({
  asyncapi: z.string().startsWith('3.'),
  channels: z.record(z.string(), channel),
  components: z.object({ messages: z.record(z.string(), z.looseObject({ payload: jsonSchema })) }),
});

export type EventContracts = z.infer<typeof asyncApiSchema>;

/** A difference of the contracts; `event` is undefined if it is about a topic as a whole. */
export interface EventChange extends PayloadChange {
  readonly topic: string | undefined;
  readonly event: string | undefined;
}

/** Everything that differs for those who read or write events. */
export function eventChanges(before: EventContracts, after: EventContracts): EventChange[] {
  return [...topicChanges(before, after), ...messageChanges(before, after)];
}

function topicChanges(before: EventContracts, after: EventContracts): EventChange[] {
  return names(before.channels, after.channels).flatMap((topic): EventChange[] => {
    const [was, is] = [before.channels[topic], after.channels[topic]];
    const about = { topic, event: undefined };
    if (!was)
      return [
        {
          ...about,
          level: 'safe',
          rule: 'TOPIC_ADDED',
          message: `Topic ${topic} was added`,
          consequence: '',
        },
      ];
    if (!is) {
      const consequence = 'Its consumers hear nothing more, and what they have not read is out of reach.';
      return [
        {
          ...about,
          level: 'breaking',
          rule: 'TOPIC_REMOVED',
          message: `Topic ${topic} was removed`,
          consequence,
        },
      ];
    }
    const [a, b] = [was.bindings?.kafka, is.bindings?.kafka];
    const changes: EventChange[] = [];
    if (a?.partitions !== b?.partitions) {
      changes.push({
        ...about,
        level: 'breaking',
        rule: 'TOPIC_PARTITIONS_CHANGED',
        message: `Topic ${topic} had ${a?.partitions ?? 'no'} partitions and has ${b?.partitions ?? 'none'}`,
        consequence: 'Keys move to other partitions: events of one aggregate may be read out of order.',
      });
    }
    const policy = (kafka: typeof a) => kafka?.topicConfiguration?.['cleanup.policy'].join() ?? 'none';
    if (policy(a) !== policy(b)) {
      changes.push({
        ...about,
        level: 'breaking',
        rule: 'TOPIC_CLEANUP_CHANGED',
        message: `Topic ${topic} was cleaned by ${policy(a)} and is by ${policy(b)}`,
        consequence: 'Consumers that read it from the beginning no longer find what they count on.',
      });
    }
    return changes;
  });
}

function messageChanges(before: EventContracts, after: EventContracts): EventChange[] {
  return names(before.components.messages, after.components.messages).flatMap((event): EventChange[] => {
    const topic = topicOf(after, event) ?? topicOf(before, event);
    const [was, is] = [before.components.messages[event], after.components.messages[event]];
    if (!was)
      return [
        { topic, event, level: 'safe', rule: 'EVENT_ADDED', message: `${event} was added`, consequence: '' },
      ];
    if (!is) {
      const consequence = 'Its consumers wait for it in vain.';
      return [
        {
          topic,
          event,
          level: 'breaking',
          rule: 'EVENT_REMOVED',
          message: `${event} was removed`,
          consequence,
        },
      ];
    }
    const moved: EventChange[] =
      topicOf(before, event) === topicOf(after, event)
        ? []
        : [
            {
              topic,
              event,
              level: 'breaking',
              rule: 'EVENT_MOVED',
              message: `${event} moved from topic ${topicOf(before, event) ?? 'none'} to ${topicOf(after, event) ?? 'none'}`,
              consequence:
                'Its consumers do not read that topic, and its order with its old neighbours is lost.',
            },
          ];
    const payload = payloadChanges(was.payload, is.payload, event);
    return [...moved, ...payload.map((found) => ({ ...found, topic, event }))];
  });
}

function topicOf({ channels }: EventContracts, event: string): string | undefined {
  return Object.entries(channels).find(([, { messages }]) => Object.hasOwn(messages, event))?.[0];
}

function names(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}
