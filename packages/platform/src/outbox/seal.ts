import { contracts, dataSchema, problemsOf } from '@nakku/contracts';
import type { MessageHeaders } from '@nakku/contracts';
import { currentContext, traceHeaders } from '@nakku/telemetry';
import { v7 as uuidv7 } from 'uuid';
import type { NewEvent } from '../platform.ts';

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

/** Checks the data against its contract and writes the headers. */
export function seal(service: string, event: NewEvent): SealedEvent {
  const contract = contracts[event.type];
  const checked = contract.data.safeParse(event.data);
  if (!checked.success) {
    throw new ContractViolation(`${event.type} does not fit its contract: ${problemsOf(checked.error)}`);
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
