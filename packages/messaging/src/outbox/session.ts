import { lanes } from '@nakku/platform';
import pg from 'pg';
import type { QueryResultRow } from 'pg';

/** Class of our advisory locks; lanes are 0–3, presence is shared by all relays of the database. */
const lockClass = 7215;
const presence = 100;

/** SQL: how many relays of this database there are. */
export const relays = `(
  SELECT count(*)::int FROM pg_locks
  WHERE locktype = 'advisory' AND classid = ${lockClass} AND objid = ${presence} AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;

const fairShare = (count: number): number => Math.ceil(lanes.length / Math.max(1, count));

/** The relay's own connection: it holds the lanes, so losing it loses them in the same moment. */
export interface LaneSession {
  readonly held: readonly number[];
  readonly lost: boolean;
  query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Whether it holds its share of the lanes among so many relays. */
  isFair(count: number): boolean;
  /** Takes free lanes up to this relay's fair share and gives back what exceeds it. */
  balance(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the connection. `onLost` is called once if it breaks. */
export async function openLaneSession(
  databaseUrl: string,
  name: string,
  onLost: () => void,
): Promise<LaneSession> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: `${name} relay`,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    query_timeout: 15_000,
  });
  let lost = false;
  let held: number[] = [];
  const lose = (): void => {
    if (lost) return;
    lost = true;
    held = [];
    onLost();
  };
  client.on('error', lose);
  client.on('end', lose);

  // pg wants one query at a time; the relay and its once-a-second tick share the connection.
  let tail: Promise<unknown> = Promise.resolve();
  const query: LaneSession['query'] = async <Row extends QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> => {
    const result = tail.then(() => client.query<Row>(text, [...values]));
    // None of our statements fails for a reason of its own: after an error only a new connection is trusted.
    tail = result.catch(() => {
      lose();
      void client.end().catch(() => undefined);
    });
    return (await result).rows;
  };
  const one = async (text: string, lane: number): Promise<boolean> => {
    const [row] = await query<{ ok: boolean }>(text, [lockClass, lane]);
    return row?.ok === true;
  };

  try {
    await client.connect();
    // A process that was stopped (SIGSTOP) keeps its connection and with it its lanes: the server ends it.
    await query("SET idle_session_timeout = '10s'");
    await one('SELECT pg_advisory_lock_shared($1, $2) IS NOT NULL AS ok', presence);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }

  return {
    get held() {
      return held;
    },
    get lost() {
      return lost;
    },
    query,
    isFair: (count) => held.length === fairShare(count),
    async balance() {
      const [row] = await query<{ relays: number }>(`SELECT ${relays} AS relays`);
      const fair = fairShare(row?.relays ?? 1);
      for (const lane of held.slice(fair)) {
        await one('SELECT pg_advisory_unlock($1, $2) AS ok', lane);
        held = held.filter((other) => other !== lane);
      }
      for (const lane of lanes) {
        if (held.length >= fair) break;
        if (held.includes(lane)) continue;
        if (await one('SELECT pg_try_advisory_lock($1, $2) AS ok', lane)) held = [...held, lane];
      }
    },
    async close() {
      await tail;
      lost = true;
      held = [];
      await client.end().catch(() => undefined);
    },
  };
}
