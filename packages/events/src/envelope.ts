import { currentContext, traceHeaders } from '@nakku/telemetry';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { contracts } from './contracts/index.ts';
import type { EventType } from './contracts/index.ts';
import type { NewEvent, ReceivedEvent } from './platform.ts';

/** Headers of a message: CloudEvents 1.0, Kafka binary binding, plus W3C trace context. */
export type MessageHeaders = Readonly<Record<string, string>>;

/** An event with everything that the broker will get; nothing is left to decide at publication. */
export interface SealedEvent {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly sequence: number;
  readonly headers: MessageHeaders;
  readonly payload: string;
}

/** Data that does not fit its contract, or an event that cannot be sent: a bug of the publisher. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation';
}

/** Characters; well below the limit of the outbox even where each needs several bytes. */
const maxPayload = 256_000;

/** Type of the URI that names an event's schema and its version. */
export function dataSchema(type: EventType): string {
  return `urn:nakku:event:${type}:v${contracts[type].version}`;
}

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(contracts, type);
}

/** Checks the data against its contract and writes the headers. */
export function seal(service: string, event: NewEvent): SealedEvent {
  const contract = contracts[event.type];
  const checked = contract.data.safeParse(event.data);
  if (!checked.success) {
    throw new ContractViolation(`${event.type} does not fit its contract: ${problems(checked.error)}`);
  }
  if (!Number.isSafeInteger(event.sequence) || event.sequence < 1) {
    throw new ContractViolation(`${event.type}: sequence must be a positive integer, is ${event.sequence}`);
  }
  const payload = JSON.stringify(checked.data);
  if (payload.length > maxPayload) {
    throw new ContractViolation(
      `${event.type}: ${payload.length} characters, at most ${maxPayload} can be sent`,
    );
  }
  const id = uuidv7();
  return {
    id,
    topic: contract.topic,
    key: event.key ?? event.subject,
    sequence: event.sequence,
    payload,
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: event.type,
      ce_source: `/nakku/${service}`,
      ce_time: new Date().toISOString(),
      ce_subject: event.subject,
      ce_sequence: String(event.sequence),
      ce_dataschema: dataSchema(event.type),
      ce_correlationid: currentContext()?.correlationId ?? id,
      ...traceHeaders(),
    },
  };
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
  if (!checked.success) return { ok: false, error: `headers: ${problems(checked.error)}` };
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
  if (!checked.success) return { ok: false, error: `data: ${problems(checked.error)}` };
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

/** Paths and messages only: values may be personal. */
function problems(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.message}`).join('; ');
}
