// Fills the placeholders in the variables of saved operations, so that nothing is copied from tab to tab: with a new key,
// or with what the latest response has at one of the placeholder's paths (of a list the first item).
import { parsePlaceholder } from '../src/dev/placeholders.ts';

const REMEMBERED = 20;

const itemOf = (value) => (Array.isArray(value) ? value[0] : value);

function at(data, path) {
  let value = itemOf(data);
  for (const key of path.split('.')) value = itemOf(value?.[key]);
  return value ?? undefined;
}

export function createRecall() {
  const latest = [];

  function valueOf(placeholder) {
    if (placeholder.kind === 'new key') return crypto.randomUUID();
    for (const data of latest) {
      const found = placeholder.paths.map((path) => at(data, path)).find((value) => value !== undefined);
      if (found !== undefined) return found;
    }
    return placeholder.example;
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
        const placeholder = typeof value === 'string' ? parsePlaceholder(value) : undefined;
        return placeholder === undefined ? value : (valueOf(placeholder) ?? value);
      };
      return JSON.stringify(JSON.parse(variables, fill), null, 2);
    },
  };
}
