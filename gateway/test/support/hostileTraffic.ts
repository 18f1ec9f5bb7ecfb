const comment = `# ${'never kept '.repeat(1_800)}\n`;

/** A document of its own for each number, all of one length, with a long comment and a literal that was never sent. */
export function hostileLookalike(i: number): string {
  const own = String(i).padStart(8, '0');
  return `${comment}query N${own} { trip(id: "${own}") { id step ${comment} traveller { id name } vehicle { id model } } }`;
}

/** The same with many fields, each under a long name. */
export function hostileManyFields(i: number): string {
  const own = String(i).padStart(8, '0');
  const fields = Array.from({ length: 25 }, (_, k) => `${'long'.repeat(12)}${k}: id`).join(' ');
  return `query M${own} { trip(id: "${own}") { ${fields} ${'id step '.repeat(20)} } }`;
}
