/** One INSERT, UPDATE or DELETE; `$1` is its only parameter. */
export interface StatementPart {
  readonly sql: string;
  readonly value: string;
}

/**
 * Joins parts into one statement, so that they cost one round trip. They must touch different rows: all of them
 * see the database as it was before the statement.
 */
export function inOneStatement(
  parts: readonly StatementPart[],
): { sql: string; values: string[] } | undefined {
  const last = parts.at(-1);
  if (!last) return undefined;
  const numbered = parts.map((part, i) => part.sql.replaceAll('$1', `$${i + 1}`));
  const before = numbered.slice(0, -1).map((sql, i) => `part${i} AS (${sql})`);
  const sql = (before.length > 0 ? `WITH ${before.join(', ')} ` : '') + (numbered.at(-1) ?? '');
  return { sql, values: parts.map((part) => part.value) };
}
