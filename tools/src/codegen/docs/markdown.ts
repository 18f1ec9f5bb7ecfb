/** One table; cells may hold line breaks and bars. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const cell = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();

export const code = (text: string): string => `\`${text}\``;

/** What stands at the head of a page that a program writes. */
export const generatedFrom = (source: string): string =>
  `<!-- Written by npm run docs from ${source}: change that, not this. -->`;
