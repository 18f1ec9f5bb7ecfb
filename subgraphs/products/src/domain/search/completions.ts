import { tokensOf } from './tokens.ts';

/**
 * Searches that a text may become, best first: its last word ended as in names of products that it finds.
 * @param names of products that the text finds, best first
 */
export function completionsOf(text: string, names: readonly string[], limit: number): string[] {
  const typed = tokensOf(text);
  const last = typed.at(-1);
  if (last === undefined) return [];
  const earlier = typed.slice(0, -1).map(({ raw }) => raw);
  const seen = new Set(typed.slice(0, -1).map(({ word }) => word));
  const found: string[] = [];
  for (const { raw, word, spelt } of names.flatMap(tokensOf)) {
    const goesOn = word.startsWith(last.word) || spelt.startsWith(last.spelt);
    if (!goesOn || seen.has(word)) continue;
    seen.add(word);
    found.push([...earlier, raw].join(' '));
    if (found.length === limit) break;
  }
  return found;
}
