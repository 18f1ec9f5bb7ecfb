import type { Page } from '@nakku/graphql-kit';
import { Prisma } from '../generated/prisma/client.ts';

/** Sort key of a list that is newest first: the list's name, an instant (ISO 8601) and the id. */
export type Key = readonly [string, string, string];

/**
 * The end of a query for one page, newest first: conditions, order and limit; one row more than the page has.
 * @param instant the column that the list is sorted by, before `id`
 */
export function pageSql(
  { cursor, backward, limit }: Page<Key>,
  instant: Prisma.Sql,
  conditions: readonly Prisma.Sql[],
): Prisma.Sql {
  const beyond = backward ? Prisma.sql`>` : Prisma.sql`<`;
  const direction = backward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const position = cursor
    ? [Prisma.sql`(${instant}, id) ${beyond} (${cursor[1]}::timestamptz, ${cursor[2]}::uuid)`]
    : [];
  const where = [Prisma.sql`true`, ...conditions, ...position];
  return Prisma.sql`
    WHERE ${Prisma.join(where, ' AND ')} ORDER BY ${instant} ${direction}, id ${direction} LIMIT ${limit + 1}::int`;
}
