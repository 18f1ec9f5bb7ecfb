import { createHash } from 'node:crypto';

/** Beyond this number of different statements the rest stays unnamed: each costs memory in each connection. */
const maxNames = 500;
/** Lists and rows of varying number: each length would be a statement of its own. */
const varyingLength = /\bIN \(\$\d+ ?, ?\$\d+|\) ?, ?\(\$\d+/i;

/** Names statements by their text, so that Postgres parses and plans each once per connection. */
export function statementNames(max = maxNames): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= max || varyingLength.test(sql)) return '';
    const name = `s${createHash('sha1').update(sql).digest('hex').slice(0, 20)}`;
    names.set(sql, name);
    return name;
  };
}
