import type { ClientBase, Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';

/** A topic that is delivered again from its beginning. */
export interface TopicReprocessing {
  readonly id: string;
  readonly topic: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  /** Null while it waits or runs. */
  readonly finishedAt: Date | null;
  /** Messages that were delivered again. */
  readonly delivered: number;
  /** Events among them that had not had their effect before. */
  readonly applied: number;
  /** Why the last try failed. */
  readonly error: string | null;
}

/** What an operator can do about a consumer that has missed something, such as after its database was restored. */
export interface TopicReprocessings {
  /** Topics that this service follows: no other can be reprocessed. */
  readonly topics: readonly string[];
  /**
   * Asks for a topic to be delivered again; it begins within ten seconds, at once in this process. While one is under way that one is answered.
   * @param by who asks, for the record
   */
  request(topic: string, by: string): Promise<TopicReprocessing>;
  /** The latest 50, newest first. */
  list(): Promise<TopicReprocessing[]>;
}

const columns = `id, topic, requested_by AS "requestedBy", requested_at AS "requestedAt", finished_at AS "finishedAt",
  delivered, applied, error`;

/** The update changes nothing; it only makes the row that is there already come back. */
const requestSql = `
INSERT INTO platform.topic_replays AS r (id, topic, requested_by) VALUES ($1, $2, $3)
ON CONFLICT (topic) WHERE finished_at IS NULL DO UPDATE SET topic = r.topic RETURNING ${columns}`;

/** For operators' commands, which have no consumer of their own: the running service sees it within ten seconds. */
export async function requestTopicReprocessing(
  on: Pool | ClientBase,
  topic: string,
  by: string,
): Promise<TopicReprocessing> {
  const { rows } = await on.query<TopicReprocessing>(requestSql, [uuidv7(), topic, by]);
  const [row] = rows;
  if (!row) throw new Error(`the reprocessing of ${topic} was not written`);
  return row;
}

/** The latest 50 reprocessings, the newest first. */
export async function listTopicReprocessings(on: Pool): Promise<TopicReprocessing[]> {
  const { rows } = await on.query<TopicReprocessing>(
    `SELECT ${columns} FROM platform.topic_replays ORDER BY id DESC LIMIT 50`,
  );
  return rows;
}
