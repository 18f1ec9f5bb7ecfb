import { z } from 'zod';

/** A JSON Schema as far as contracts of events use it; draft 7. */
export interface JsonSchema {
  readonly type?: string | readonly string[] | undefined;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: JsonSchema | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly [keyword: string]: unknown;
}

export const jsonSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), jsonSchema).optional(),
    required: z.array(z.string()).optional(),
    items: jsonSchema.optional(),
    anyOf: z.array(jsonSchema).optional(),
    oneOf: z.array(jsonSchema).optional(),
  }),
);

/** One difference between two versions of a payload. */
export interface PayloadChange {
  readonly level: 'breaking' | 'dangerous' | 'safe';
  readonly rule: string;
  readonly message: string;
  readonly consequence: string;
}

/** Events of the old contract stay on their topic and are read again; consumers of the old one run on for a while. */
const OLD_EVENTS =
  'Events that are on the topic already do not have it: a consumer that reads them again refuses them.';
const OLD_CONSUMERS = 'Consumers that are not released yet refuse the event, and it becomes a dead letter.';

/** What differs between two payloads. Both must read what the other wrote: events are kept, and releases overlap. */
export function payloadChanges(before: JsonSchema, after: JsonSchema, at = 'payload'): PayloadChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (before.properties && after.properties) return propertyChanges(before, after, at);
  if (before.items && after.items && sameRest(before, after, ['items'])) {
    return payloadChanges(before.items, after.items, `${at}[]`);
  }
  if (before.enum && after.enum) return enumChanges(before.enum, after.enum, at);
  const [was, is] = [typesOf(before), typesOf(after)];
  if (was !== is) {
    return [change('breaking', 'EVENT_TYPE_CHANGED', `${at} was ${was} and is ${is}`, OLD_CONSUMERS)];
  }
  return [
    change(
      'dangerous',
      'EVENT_RULE_CHANGED',
      `${at} has other rules: ${differing(before, after)}`,
      'Values that one side writes may be refused by the other.',
    ),
  ];
}

function propertyChanges(before: JsonSchema, after: JsonSchema, at: string): PayloadChange[] {
  const [old, now] = [before.properties ?? {}, after.properties ?? {}];
  const wasRequired = (name: string) => before.required?.includes(name) === true;
  const isRequired = (name: string) => after.required?.includes(name) === true;
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names.flatMap((name): PayloadChange[] => {
    const here = `${at}.${name}`;
    const [o, n] = [old[name], now[name]];
    if (o === undefined) {
      // What is published always has it; events from before it are read with the default.
      return isRequired(name) && n?.default === undefined
        ? [change('breaking', 'EVENT_FIELD_ADDED', `${here} was added and is required`, OLD_EVENTS)]
        : [change('safe', 'EVENT_FIELD_ADDED', `${here} was added and may be absent`, '')];
    }
    if (n === undefined) {
      return wasRequired(name)
        ? [change('breaking', 'EVENT_FIELD_REMOVED', `${here} was removed`, OLD_CONSUMERS)]
        : [
            change(
              'dangerous',
              'EVENT_FIELD_REMOVED',
              `${here} was removed; it could be absent before`,
              'A consumer that used it goes without.',
            ),
          ];
    }
    const presence =
      wasRequired(name) === isRequired(name)
        ? []
        : [
            isRequired(name)
              ? change('breaking', 'EVENT_FIELD_REQUIRED', `${here} may no longer be absent`, OLD_EVENTS)
              : change('breaking', 'EVENT_FIELD_OPTIONAL', `${here} may be absent now`, OLD_CONSUMERS),
          ];
    return [...presence, ...payloadChanges(o, n, here)];
  });
}

function enumChanges(before: readonly unknown[], after: readonly unknown[], at: string): PayloadChange[] {
  const words = (values: readonly unknown[], others: readonly unknown[]) =>
    values
      .filter((value) => !others.includes(value))
      .map((value) => JSON.stringify(value))
      .join(', ');
  const [removed, added] = [words(before, after), words(after, before)];
  return [
    ...(removed === ''
      ? []
      : [
          change(
            'breaking',
            'EVENT_VALUE_REMOVED',
            `${at} can no longer be ${removed}`,
            'Events that are on the topic already may say so: a consumer that reads them again refuses them.',
          ),
        ]),
    ...(added === ''
      ? []
      : [change('breaking', 'EVENT_VALUE_ADDED', `${at} can be ${added} now`, OLD_CONSUMERS)]),
  ];
}

const change = (
  level: PayloadChange['level'],
  rule: string,
  message: string,
  consequence: string,
): PayloadChange => ({ level, rule, message, consequence });

function typesOf({ type, anyOf, oneOf, const: only }: JsonSchema): string {
  if (only !== undefined) return JSON.stringify(only);
  const alternatives = anyOf ?? oneOf;
  if (alternatives) return alternatives.map(typesOf).join(' or ');
  return type === undefined ? 'anything' : [type].flat().join(' or ');
}

function sameRest(a: JsonSchema, b: JsonSchema, except: readonly string[]): boolean {
  return differing(a, b)
    .split(', ')
    .every((keyword) => except.includes(keyword));
}

function differing(a: JsonSchema, b: JsonSchema): string {
  const keywords = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keywords.filter((k) => JSON.stringify(a[k]) !== JSON.stringify(b[k])).join(', ');
}
