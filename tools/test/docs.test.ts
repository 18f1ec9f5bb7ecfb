import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { generatedPages } from '../src/docs/pages.ts';
import { repositoryRoot } from '../src/state.ts';

const read = (file: string): string => readFileSync(path.join(repositoryRoot, file), 'utf8');
const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json'))).scripts;

/** Folders whose pages people read. */
const FOLDERS = ['docs', 'packages', 'subgraphs', 'gateway', 'examples', 'bench', 'tests', 'tools'];
const LEFT_OUT = /(^|\/)(node_modules|dist|generated|\.turbo|templates)(\/|$)/;
const pages = [
  'README.md',
  ...FOLDERS.filter((folder) => existsSync(path.join(repositoryRoot, folder))).flatMap((folder) =>
    readdirSync(path.join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(folder, file))
      .filter((file) => file.endsWith('.md') && !LEFT_OUT.test(file)),
  ),
];

test('the generated pages are those of the code: npm run docs', async () => {
  const differing = [...(await generatedPages())].filter(
    ([file, text]) => !existsSync(path.join(repositoryRoot, file)) || read(file) !== text,
  );
  expect(differing.map(([file]) => file)).toEqual([]);
}, 60_000);

/** Shell lines of the fenced blocks of a page, and commands in backquotes. */
function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```(?:sh|bash)\n([\s\S]*?)^```/gm)].flatMap(([, body = '']) =>
    body.replaceAll(/\\\n\s*/g, ' ').split('\n'),
  );
  const inline = [...text.matchAll(/`((?:[A-Z_]+=\S+ )?(?:npm|npx|node) [^`\n]+)`/g)].map(
    ([, one = '']) => one,
  );
  return [...blocks, ...inline]
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

const binaries = new Set(readdirSync(path.join(repositoryRoot, 'node_modules/.bin')));
const FILE = /(?:^|\s)((?:bench|tools|examples|tests|deploy)\/[\w./-]+\.(?:ts|mjs|js))/g;

/** What is wrong with a command; undefined when everything that it names exists. */
function problemOf(command: string): string | undefined {
  const words = command.replace(/^(?:[A-Z_]+=\S+ )+/, '').split(/\s+/);
  const [program, first = '', second = ''] = words;
  if (program === 'npm' && first === 'run' && !Object.hasOwn(scripts, second.replace(/[;,.]$/, '')))
    return `there is no script ${second}`;
  const npx = words.indexOf('npx');
  if (npx >= 0 && !binaries.has(words[npx + 1] ?? '')) return `there is no program ${words[npx + 1]}`;
  const missing = [...command.matchAll(FILE)]
    .map(([, file = '']) => file)
    .find((file) => !existsSync(path.join(repositoryRoot, file)));
  return missing === undefined ? undefined : `there is no file ${missing}`;
}

test.each(pages)('every command on %s names things that exist', (page) => {
  const problems = commandsIn(read(page)).flatMap((command) => {
    const problem = problemOf(command);
    return problem === undefined ? [] : [`${command}: ${problem}`];
  });
  expect(problems).toEqual([]);
});

test.each(pages)('every link on %s leads somewhere', (page) => {
  const targets = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
    ([, target = '']) => target,
  );
  const lost = targets.filter((target) => !existsSync(path.join(repositoryRoot, path.dirname(page), target)));
  expect(lost).toEqual([]);
});

test('every decision is in the index', () => {
  const index = read('docs/adr/README.md');
  const decisions = readdirSync(path.join(repositoryRoot, 'docs/adr')).filter((file) => /^\d{4}-/.test(file));
  expect(decisions.filter((file) => !index.includes(`(${file})`))).toEqual([]);
});
