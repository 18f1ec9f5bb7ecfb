import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { Linter } from 'eslint';
import glossary from '../../tools/eslint/terms.js';

const root = path.resolve(import.meta.dirname, '../..');

/** What the rule says of the names of a text, in files where the words `allowed` are the domain's own. */
function problemsOf(text: string, allowed: readonly string[] = []): string[] {
  const config: Linter.Config = { plugins: { glossary }, rules: { 'glossary/terms': ['error', allowed] } };
  return new Linter().verify(text, [config]).map(({ message }) => message);
}

test.each([
  ['const askedAt = 1;', '`askedAt`: not "asked" but request, execute, query (docs/glossary.md).'],
  ['const o = { rawAnswer: 1 };', '`rawAnswer`: not "answer" but response, respond (docs/glossary.md).'],
  ['class Sent { #isTold = 1; }', '`isTold`: not "told" but notify, report, write (docs/glossary.md).'],
  ['const mostBytes = 1;', '`mostBytes`: not "mostBytes" but max (docs/glossary.md).'],
  ['const READ_WITHIN_MS = 1;', '`READ_WITHIN_MS`: not "READ_WITHIN_MS" but *TimeoutMs (docs/glossary.md).'],
  [
    'function settleLetter() {}',
    '`settleLetter`: not "settle" but close, reconcile, complete, capture (docs/glossary.md).',
  ],
  [
    'const replayRun = 1;',
    '`replayRun`: not "replay" but redrive, reprocess, resend, cached result, load test (docs/glossary.md).',
  ],
  [
    'const giveBackLines = 1;',
    '`giveBackLines`: not "giveBackLines" but restore, release (docs/glossary.md).',
  ],
])('%s is refused', (text, message) => {
  expect(problemsOf(text)).toEqual([message]);
});

test.each(['const task = 1;', 'const mostly = 1;', 'const tellers = 1;'])(
  '%s has other words, or none of those',
  (text) => expect(problemsOf(text)).toEqual([]),
);

test("a word that is the domain's own in a file is allowed there alone", () => {
  expect(problemsOf('const answeredAt = 1;', ['answered'])).toEqual([]);
  expect(problemsOf('const answeredAt = 1;', ['answer'])).toHaveLength(1);
});

test('the names of files are in the same terms', () => {
  const files = execFileSync('git', ['ls-files', '*.ts', '*.js', '*.mjs'], { cwd: root, encoding: 'utf8' });
  const names = files
    .split('\n')
    .filter(Boolean)
    .map((file) => path.basename(file).split('.')[0] ?? '');
  const identifiers = names.map((name) => name.replaceAll(/[^\w$]/g, '_')).map((name) => `_${name}`);
  const declared = [...new Set(identifiers)].map((name) => `const ${name} = 1;`);
  // A customer answers a proposed substitution.
  const ofSubstitutions = declared.filter((text) => /substitution/i.test(text));
  const others = declared.filter((text) => !ofSubstitutions.includes(text));
  expect(problemsOf(others.join('\n'))).toEqual([]);
  expect(problemsOf(ofSubstitutions.join('\n'), ['answer'])).toEqual([]);
});
