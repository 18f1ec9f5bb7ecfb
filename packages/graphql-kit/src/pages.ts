import { GraphQLError } from 'graphql';
import type { z } from 'zod';

/** Arguments of every Relay connection. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** One page to read: `limit` rows from `cursor` (exclusive), forwards or backwards. Read `limit + 1` to know of more. */
export interface Page<Key> {
  readonly limit: number;
  readonly backward: boolean;
  readonly cursor: Key | null;
}

export interface Connection<Row> {
  readonly edges: { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** A keyset cursor: the row's sort key as JSON in base64url; opaque to clients. */
export function encodeKey(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function decodeKey<Key>(cursor: string, key: z.ZodType<Key>, argument: string): Key {
  try {
    return key.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw badInput(`\`${argument}\` is no cursor of this list.`);
  }
}

/**
 * Which page the arguments ask for. Exactly one of `first` and `last` is required, 1–`max`.
 * @throws GraphQLError BAD_USER_INPUT that names the argument and its bound.
 */
export function pageOf<Key>(args: PageArguments, key: z.ZodType<Key>, { max = 100 } = {}): Page<Key> {
  const { first, last, after, before } = args;
  if ((first == null) === (last == null)) throw badInput('Exactly one of `first` and `last` is required.');
  const backward = last != null;
  const [sizeName, size] = backward ? ['last', last] : ['first', first ?? 0];
  if (size < 1 || size > max) throw badInput(`\`${sizeName}\` must be 1–${max}, not ${size}.`);
  const [cursorName, cursor, wrong] = backward ? ['before', before, after] : ['after', after, before];
  if (wrong != null) throw badInput(`\`${sizeName}\` goes with \`${cursorName}\`.`);
  return { limit: size, backward, cursor: cursor == null ? null : decodeKey(cursor, key, cursorName) };
}

/**
 * A connection of the rows read for `page`: in reading order (so backwards for a backward page), up to `limit + 1` of
 * them, where the surplus row only tells that there is more.
 */
export function connection<Row, Key>(
  rows: readonly Row[],
  page: Page<Key>,
  keyOf: (row: Row) => Key,
): Connection<Row> {
  const hasMore = rows.length > page.limit;
  const kept = rows.slice(0, page.limit);
  const ordered = page.backward ? kept.reverse() : kept;
  const edges = ordered.map((node) => ({ cursor: encodeKey(keyOf(node)), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.backward ? page.cursor !== null : hasMore,
      hasPreviousPage: page.backward ? hasMore : page.cursor !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
