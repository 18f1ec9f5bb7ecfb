/** One INSERT, UPDATE or DELETE with its parameters, `$1`, `$2`, …; `Prisma.sql` makes one. */
export interface StatementPart {
  readonly text: string;
  readonly values: readonly unknown[];
}

const ownWith = /^\s*WITH\s+/i;

/**
 * Joins parts into one statement, so that they cost one round trip. They must touch different rows: all of them
 * see the database as it was before the statement. One of them may have a WITH clause: PostgreSQL wants it outermost.
 */
export function inOneStatement(
  parts: readonly StatementPart[],
): { sql: string; values: unknown[] } | undefined {
  const simple = parts.filter(({ text }) => !ownWith.test(text));
  const nested = parts.filter(({ text }) => ownWith.test(text));
  if (nested.length > 1) throw new TypeError('only one part of a statement may have a WITH clause');
  const ordered = [...simple, ...nested];
  let values: unknown[] = [];
  const numbered = ordered.map((part) => {
    const before = values.length;
    values = [...values, ...part.values];
    return before === 0
      ? part.text
      : part.text.replaceAll(/\$(\d+)/g, (_, n: string) => `$${Number(n) + before}`);
  });
  const last = numbered.pop();
  if (last === undefined) return undefined;
  if (numbered.length === 0) return { sql: last, values };
  const clauses = numbered.map((sql, i) => `part${i} AS (${sql})`).join(', ');
  return {
    sql: nested.length > 0 ? `WITH ${clauses}, ${last.replace(ownWith, '')}` : `WITH ${clauses} ${last}`,
    values,
  };
}
