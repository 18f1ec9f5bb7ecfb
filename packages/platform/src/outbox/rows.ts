import type { MessageHeaders } from '@nakku/contracts';
import type { StatementPart } from '../statement.ts';

/** Lanes of the relay: rows of one key are in one lane, and a lane is published by one process at a time. */
export const lanes = [0, 1, 2, 3] as const;

/** Lane of a key: FNV-1a over its UTF-16 units. Must not change while rows wait. */
export function laneOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % lanes.length;
}

/** What a row of the outbox needs. */
export interface OutboxEvent {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly headers: MessageHeaders;
  readonly payload: string;
}

/** Sorted by ordinality: positions are handed out in the order of emission. */
const insert = `
INSERT INTO platform.outbox (event_id, topic, key, lane, headers, payload)
SELECT r.event_id, r.topic, r.key, r.lane, r.headers, r.payload
FROM ROWS FROM (json_to_recordset($1::json)
  AS (event_id uuid, topic text, key text, lane smallint, headers json, payload text)
) WITH ORDINALITY AS r(event_id, topic, key, lane, headers, payload, n)
ORDER BY r.n`;

/** Writes events to the outbox, in the given order. */
export function insertEvents(events: readonly OutboxEvent[]): StatementPart {
  const rows = events.map((event) => ({
    event_id: event.id,
    topic: event.topic,
    key: event.key,
    lane: laneOf(event.key),
    headers: event.headers,
    payload: event.payload,
  }));
  return { text: insert, values: [JSON.stringify(rows)] };
}
