// Fills the placeholders in the variables of saved operations, so that nothing is copied from tab to tab: `{new key}` is a
// key that nobody used before; `{a.b|c.d|1}` is what the latest response has at one of these paths (of a list the first
// item), or else the value at the end.

const REMEMBERED = 20;
const PLACEHOLDER = /^\{(.+)\}$/;

const itemOf = (value) => (Array.isArray(value) ? value[0] : value);

function at(data, path) {
  let value = itemOf(data);
  for (const key of path.split('.')) value = itemOf(value?.[key]);
  return value ?? undefined;
}

export function createRecall() {
  const latest = [];

  function valueOf(placeholder) {
    if (placeholder === 'new key') return crypto.randomUUID();
    const alternatives = placeholder.split('|');
    const paths = alternatives.filter((one) => one.includes('.'));
    for (const data of latest) {
      const found = paths.map((path) => at(data, path)).find((value) => value !== undefined);
      if (found !== undefined) return found;
    }
    const last = alternatives.at(-1);
    return paths.includes(last) ? undefined : JSON.parse(last);
  }

  return {
    /** Remembers a response. */
    note(result) {
      if (!result?.data) return;
      latest.unshift(result.data);
      latest.length = Math.min(latest.length, REMEMBERED);
    },
    /** @param variables JSON text; what no response had stays as it is, to be seen */
    fill(variables) {
      if (!variables) return '';
      const fill = (_, value) => {
        const placeholder = typeof value === 'string' ? PLACEHOLDER.exec(value)?.[1] : undefined;
        return placeholder === undefined ? value : (valueOf(placeholder) ?? value);
      };
      return JSON.stringify(JSON.parse(variables, fill), null, 2);
    },
  };
}
