import { z } from 'zod';
import { code, generatedFrom, table } from './markdown.ts';

interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
}

const schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    format: z.string().optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    anyOf: z.array(schema).optional(),
    items: schema.optional(),
    properties: z.record(z.string(), schema).optional(),
    required: z.array(z.string()).optional(),
    description: z.string().optional(),
  }),
);

const documentSchema = z.object({
  info: z.object({ description: z.string() }),
  channels: z.record(
    z.string(),
    z.object({ description: z.string(), messages: z.record(z.string(), z.unknown()) }),
  ),
  components: z.object({
    messages: z.record(z.string(), z.object({ title: z.string(), payload: schema })),
    schemas: z.object({ headers: schema }),
  }),
});

/** A type in few words: `string (uuid)`, `one of A, B`, `list of object`. */
export function typeInWords(of: Schema): string {
  if (of.const !== undefined) return code(JSON.stringify(of.const));
  if (of.enum) return `one of ${of.enum.map((value) => code(String(value))).join(', ')}`;
  if (of.anyOf) return [...new Set(of.anyOf.map(typeInWords))].join(' or ');
  if (of.items) return `list of ${typeInWords(of.items)}`;
  const type = typeof of.type === 'string' ? of.type : (of.type ?? ['anything']).join(' or ');
  return of.format === undefined ? type : `${type} (${of.format})`;
}

/** Fields of an object and of the objects in it, by path. */
function fieldRows(of: Schema, above = ''): string[][] {
  return Object.entries(of.properties ?? {}).flatMap(([name, field]) => {
    const at = `${above}${name}`;
    const optional = of.required?.includes(name) === true ? '' : ', may be absent';
    const inner = [field, field.items, ...(field.anyOf ?? [])].find((one) => one?.properties);
    const suffix = field.items?.properties ? '[].' : '.';
    return [
      [code(at), `${typeInWords(field)}${optional}`, field.description ?? ''],
      ...(inner ? fieldRows(inner, `${at}${suffix}`) : []),
    ];
  });
}

/** The events page, from the committed AsyncAPI document. */
export function eventsPage(document: unknown): string {
  const { info, channels, components } = documentSchema.parse(document);
  const topics = Object.entries(channels).flatMap(([topic, { description, messages }]) => [
    `## Topic ${topic}`,
    description,
    ...Object.keys(messages).flatMap((type) => {
      const message = components.messages[type];
      if (!message) throw new Error(`the AsyncAPI document has no message ${type}`);
      return [`### ${message.title}`, table(['field', 'type', ''], fieldRows(message.payload))];
    }),
  ]);
  return [
    generatedFrom('schema/events/asyncapi.json'),
    '# Events',
    info.description,
    'Headers of every event (CloudEvents 1.0, Kafka binary binding):',
    table(['header', 'type', ''], fieldRows(components.schemas.headers)),
    ...topics,
    '',
  ].join('\n\n');
}
