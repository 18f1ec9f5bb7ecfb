import { z } from 'zod';
import { contracts } from './contracts.ts';
import type { EventData, EventType } from './contracts.ts';

/** Headers of a message: CloudEvents 1.0, Kafka binary binding, plus W3C trace context. */
export type MessageHeaders = Readonly<Record<string, string>>;

/** An event as it was received, its data checked against its contract. */
export interface ReceivedEvent<T extends EventType = EventType> {
  readonly id: string;
  readonly type: T;
  readonly source: string;
  readonly subject: string;
  readonly key: string;
  readonly sequence: number;
  readonly time: Date;
  readonly correlationId: string;
  readonly data: EventData<T>;
}

/** Type of the URI that names an event's schema and its version. */
export function dataSchema(type: EventType): string {
  return `urn:nakku:event:${type}:v${contracts[type].version}`;
}

/** Whether `type` names a contract of this version; an older consumer may meet types that it does not know. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(contracts, type);
}

const headersOfAnEvent = z.object({
  ce_specversion: z.literal('1.0'),
  ce_id: z.uuid(),
  ce_type: z.string().min(1),
  ce_source: z.string().min(1),
  ce_time: z.iso.datetime({ offset: true }),
  ce_subject: z.string().min(1),
  ce_sequence: z.string().regex(/^[1-9]\d{0,15}$/),
  ce_correlationid: z.string().min(1).optional(),
});

/** The envelope of a received message, before anyone looks at its data. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly sequence: number;
  readonly time: Date;
  readonly correlationId: string;
}

export type Opened<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

/** Reads the CloudEvents headers. */
export function openEnvelope(headers: MessageHeaders): Opened<Envelope> {
  const checked = headersOfAnEvent.safeParse(headers);
  if (!checked.success) return { ok: false, error: `headers: ${problemsOf(checked.error)}` };
  const h = checked.data;
  const value = {
    id: h.ce_id,
    type: h.ce_type,
    source: h.ce_source,
    subject: h.ce_subject,
    sequence: Number(h.ce_sequence),
    time: new Date(h.ce_time),
    correlationId: h.ce_correlationid ?? h.ce_id,
  };
  return { ok: true, value };
}

/** Reads the data of an event whose type this code knows. */
export function openEvent(
  type: EventType,
  envelope: Envelope,
  key: string,
  value: string,
): Opened<ReceivedEvent> {
  const json = parseJson(value);
  if (!json.ok) return json;
  const checked = contracts[type].data.safeParse(json.value);
  if (!checked.success) return { ok: false, error: `data: ${problemsOf(checked.error)}` };
  return { ok: true, value: { ...envelope, type, key, data: checked.data } };
}

function parseJson(text: string): Opened<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return {
      ok: false,
      error: `data is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** The paths and messages of what does not fit, never values: they may be personal. */
export function problemsOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.message}`).join('; ');
}
