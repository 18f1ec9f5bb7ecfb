import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The committed table; `npm run authorization:matrix` writes it. */
export const matrixFile = path.join(import.meta.dirname, '../../docs/authorization.md');

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}
export interface Row {
  /** `Query.order`, `Order.payment`. */
  readonly coordinate: string;
  /** One for each caller. */
  readonly cells: readonly string[];
}

const introduction = `# Who may do what

This table is made by calling the running system: every query, mutation and subscription, and every field of every entity, by
each of seven callers, over HTTP and (subscriptions) over the socket. \`npm run authorization:matrix\` generates it again. A test
fails when the system behaves differently, and when a field of the schema has no row.

The objects are the **owner's**: a customer with a cart, an order that the **courier** carries out of **this store**, and
what belongs to it. Each of the others is signed in with exactly one role; people with several have the rights of all.

| Cell  | Meaning                                                                                                       |
| ----- | ------------------------------------------------------------------------------------------------------------- |
| \`yes\` | allowed, or refused for a reason other than permissions: a wrong state, a stale version, a wrong password     |
| \`own\` | allowed, without the owner's objects: each caller has their own                                               |
| \`no\`  | refused by the gateway (\`UNAUTHORIZED_FIELD_OR_TYPE\`) or the owner (\`FORBIDDEN\`), or as if there were nothing |
| \`—\`   | has no value for anybody in this scene; who reaches the object may read it                                    |

An object that the caller may not see produces the same response as one that does not exist, so that ids cannot be probed.
[security.md](security.md) describes how permissions are enforced.
`;

/** The page, written as prettier would. */
export function renderMatrix(callers: readonly string[], sections: readonly Section[]): string {
  const tables = sections.map(({ title, rows }) => {
    const table = [['', ...callers], ...rows.map(({ coordinate, cells }) => [`\`${coordinate}\``, ...cells])];
    const widths =
      table[0]?.map((_, column) => Math.max(3, ...table.map((row) => row[column]?.length ?? 0))) ?? [];
    const line = (row: readonly string[]) =>
      `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
    const [head = [], ...body] = table;
    const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
    return `## ${title}\n\n${[line(head), rule, ...body.map(line)].join('\n')}\n`;
  });
  return [introduction, ...tables].join('\n');
}

/** The coordinates that the committed table has rows for. */
export function committedRows(): string[] {
  return [...readFileSync(matrixFile, 'utf8').matchAll(/^\| `(\w+\.\w+)` /gm)].map(
    ([, coordinate]) => coordinate ?? '',
  );
}
