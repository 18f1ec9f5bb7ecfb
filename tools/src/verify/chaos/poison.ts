import type { Databases } from '../invariants/databases.ts';
import type { Violation } from '../invariants/index.ts';
import { CONSUMERS_OF } from './faults.ts';
import type { Log } from './log.ts';

export const POISON = 'poison-';

interface Poison {
  readonly topic: string;
  readonly key: string;
  readonly place: string;
}

/** What nobody can read, as it lies on the topics: a repeated send may have left it there twice. */
export async function poisonOn(log: Log): Promise<Poison[]> {
  const found = await Promise.all(
    Object.keys(CONSUMERS_OF).map(async (topic) =>
      (await log.read(topic))
        .filter(({ headers }) => headers.ce_id === undefined)
        .map(({ key, partition, offset }) => ({
          topic,
          key: key?.toString('utf8') ?? '',
          place: `${topic}/${partition}@${offset}`,
        })),
    ),
  );
  return found.flat();
}

/** Each unreadable message must be one dead letter of each of its consumers, and nothing else one of these. */
export async function poisonIsDeadLettered(
  databases: Databases,
  poison: readonly Poison[],
): Promise<Violation[]> {
  const consumers = [...new Set(Object.values(CONSUMERS_OF).flat())];
  const found = await Promise.all(
    consumers.map(async (consumer) => {
      const rows = await databases.rows<{ place: string }>(
        consumer,
        `SELECT format('%s/%s@%s', topic, partition, "offset") AS place FROM platform.dead_letters
         WHERE key LIKE '${POISON}%'`,
      );
      const deadLettered = new Set(rows.map(({ place }) => place));
      return poison
        .filter(
          ({ topic, place }) => CONSUMERS_OF[topic]?.includes(consumer) === true && !deadLettered.has(place),
        )
        .map(({ key, place }) => ({ id: key, detail: `${place} is no dead letter of ${consumer}` }));
    }),
  );
  return found.flat();
}
