import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { generatedPages } from '../../src/codegen/docs/pages.ts';
import { repositoryRoot } from '../../src/checkout/state.ts';

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

/** Shell lines of the fenced blocks of a page. */
function blockCommandsIn(text: string): string[] {
  return [...text.matchAll(/^```(?:sh|bash)\n([\s\S]*?)^```/gm)]
    .flatMap(([, body = '']) => body.replaceAll(/\\\n\s*/g, ' ').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Those, and commands in backquotes. */
function commandsIn(text: string): string[] {
  const inline = [...text.matchAll(/`((?:[A-Z_]+=\S+ )?(?:npm|npx|node) [^`\n]+)`/g)].map(
    ([, one = '']) => one,
  );
  return [...blockCommandsIn(text), ...inline];
}

const binaries = new Set(readdirSync(path.join(repositoryRoot, 'node_modules/.bin')));
const FILE = /(?:^|\s)((?:bench|tools|examples|tests|deploy)\/[\w./-]+\.(?:ts|mjs|js))/g;

/** What is wrong with a command; undefined when everything that it names exists. */
function problemOf(command: string): string | undefined {
  const words = command
    .replace(/^(?:[A-Z_]+=\S+ )+/, '')
    .replace(/^npm run -s /, 'npm run ')
    .split(/\s+/);
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

/** Who runs the commands that a page has in its blocks; what is not here is not run, and must not be there. */
const RUN_BY: Readonly<Record<string, string>> = {
  'npm start': 'tests/e2e/launcher/launcher.test.ts',
  'npm run demo': 'tests/long/newcomer/newcomer.test.ts',
  'npm test': '.ci/run',
  curl: 'tests/long/newcomer/newcomer.test.ts',
  'npx turbo dev': 'tests/long/newcomer/newcomer.test.ts',
  'npm run ops': 'tests/long/newcomer/newcomer.test.ts',
  'npm run schema:check': 'tests/long/newcomer/newcomer.test.ts',
  'npm run schema:usage': 'tests/long/newcomer/newcomer.test.ts',
  'npm run chaos': 'tests/e2e/chaos/chaos.test.ts',
  // Figures are for people to judge.
  'npx tsx --conditions=@nakku/source bench/': 'bench/README.md',
  'npm run new:subgraph': 'tools/test/codegen/guide.int.test.ts',
  'npm run generate': 'tools/test/codegen/guide.int.test.ts',
  'npx prettier': 'tools/test/codegen/guide.int.test.ts',
  'npm run with-servers': 'tools/test/codegen/guide.int.test.ts',
};

test('every command of a guide or of the README is run by a test', () => {
  const guides = pages.filter((page) => page === 'README.md' || page.startsWith('docs/'));
  const shell = guides.flatMap((page) => blockCommandsIn(read(page)));
  const begins = (command: string): boolean => Object.keys(RUN_BY).some((one) => command.startsWith(one));
  expect(shell.filter((command) => !begins(command))).toEqual([]);
  expect(Object.keys(RUN_BY).filter((one) => !shell.some((command) => command.startsWith(one)))).toEqual([]);
  expect(Object.values(RUN_BY).filter((file) => !existsSync(path.join(repositoryRoot, file)))).toEqual([]);
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
