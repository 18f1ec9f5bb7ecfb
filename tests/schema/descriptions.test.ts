import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, Source, visit } from 'graphql';
import type { StringValueNode } from 'graphql';

/*
 * What a client developer reads: whole sentences that say what a thing is, its unit, when it is null and which
 * permission it needs (docs/graphql-style.md), in the terms of docs/glossary.md.
 */

const directory = path.join(import.meta.dirname, '../../schema');

const files = [directory, path.join(directory, 'shared')].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.graphql') && file !== 'supergraph.graphql')
    .map((file) => path.join(folder, file)),
);

const MIN_WORDS = 2;

/** Phrases that this project once used for what the field has a term for. */
const REPLACED: readonly RegExp[] = [
  /^(Which|What|How|Where|Who|Whose|Why|When)( [a-z]+)?\.$/,
  /^Where it stands\b/,
  /\bThe argument\.$/,
  /\bFor people\b/,
  /\bFor programs\b/,
  /\bOpaque identifier\b/,
  /\bAdds 1\b/,
  /\bof ours\b/,
  /\bis to blame\b/,
];

function problemOf(description: string): string | null {
  const text = description.trim().replaceAll(/\s+/g, ' ');
  if (/^Always `[A-Z_]+`\.$/.test(text)) return null;
  if (text.split(' ').length < MIN_WORDS) return `has fewer than ${MIN_WORDS} words`;
  if (!/[.:!?)]$/.test(text)) return 'does not end like a sentence';
  if (!/^[A-Z0-9`"]/.test(text)) return 'does not begin like a sentence';
  const phrase = REPLACED.find((pattern) => pattern.test(text));
  return phrase ? `uses a phrase of ${String(phrase)}` : null;
}

function descriptionsIn(file: string): StringValueNode[] {
  const found: StringValueNode[] = [];
  visit(parse(new Source(readFileSync(file, 'utf8'), file)), {
    enter(node) {
      if ('description' in node && node.description) found.push(node.description);
    },
  });
  return found;
}

test.each(files.map((file) => [path.relative(directory, file), file]))(
  'descriptions of %s are sentences in the terms of the field',
  (name, file) => {
    const problems = descriptionsIn(file).flatMap(({ value, loc }) => {
      const problem = problemOf(value);
      return problem ? [`${name}:${loc?.startToken.line ?? 0} "${value}" ${problem}`] : [];
    });
    expect(problems).toEqual([]);
  },
);
