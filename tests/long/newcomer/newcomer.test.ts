import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GuideStep } from '@nakku/testkit';
import { applyGuideStep, guideSteps } from '@nakku/testkit';
import type { Browser } from 'playwright-core';
import { copyCheckout } from '../../../tools/src/checkout/copyCheckout.ts';
import type { Explorer } from '../../e2e/harness/browser.ts';
import { openBrowser, openExplorer } from '../../e2e/harness/browser.ts';
import { freePortBase } from '../../e2e/harness/ports.ts';
import type { Terminal } from '../../e2e/harness/terminal.ts';
import { runInTerminal } from '../../e2e/harness/terminal.ts';
import { until } from '../../e2e/harness/waiting.ts';

/**
 * What `docs/guides/first-change.md` tells a newcomer to do, done, and what other pages say of a shop that runs: on a
 * copy of this checkout, with a real browser. The packages and the build are shared with the checkout; `npm test` itself
 * shows that a clone installs and builds.
 */
const GUIDE = 'docs/guides/first-change.md';
const START_MS = 120_000;
/** A service from source starts again, and the gateway swaps, while everything else has the cores. */
const SAVED_MS = 60_000;
/** Counts of use are added every 10 seconds. */
const RECORDED_MS = 40_000;

const copy = copyCheckout();
const guide = readFileSync(path.join(copy.root, GUIDE), 'utf8');
const steps = guideSteps(guide);
const port = await freePortBase();
const gatewayUrl = `http://127.0.0.1:${port}`;

/** A newcomer's terminal, and not one of a test. */
const { NODE_ENV: _, NODE_OPTIONS: __, ...own } = process.env;
const environment: NodeJS.ProcessEnv = {
  ...own,
  NAKKU_SERVERS: 'embedded',
  GATEWAY_PORT: String(port),
  SUBGRAPH_PORT_BASE: String(port),
  TURBO_TELEMETRY_DISABLED: '1',
};

/** Runs a command of the guide as a terminal does, in a process group of its own for Ctrl-C. */
function terminal(command: string): Terminal {
  return runInTerminal('/bin/sh', ['-c', command], { cwd: copy.root, env: environment, detached: true });
}

async function ctrlC({ child, exited }: Terminal): Promise<void> {
  const runs = child.exitCode === null && child.signalCode === null;
  if (child.pid !== undefined && runs) process.kill(-child.pid, 'SIGINT');
  await exited;
}

const commands = steps.flatMap((step) => (step.kind === 'command' ? [step.command] : []));
const changes = steps.flatMap((step): Exclude<GuideStep, { kind: 'command' }>[] =>
  step.kind === 'command' ? [] : [step],
);
const [startAll = '', startOne = '', check = ''] = commands;
const [schemaChange, resolverChange, breakingChange] = changes;

function apply(change: (typeof changes)[number] | undefined): void {
  if (!change) throw new Error(`${GUIDE} lacks a change`);
  applyGuideStep(copy.root, change);
}

/** What the check says, and its exit code. */
function checked(): { text: string; code: number | null } {
  const { stdout, status } = spawnSync('/bin/sh', ['-c', check], {
    cwd: copy.root,
    env: environment,
    encoding: 'utf8',
  });
  return { text: stdout, code: status };
}

/** The responses that the guide shows, each without its indentation in the terminal. */
const shown = [...guide.matchAll(/^```text\n([\s\S]*?)^```/gm)].map(([, text = '']) => text.trimEnd());
const unindented = (text: string): string => text.replaceAll(/^ {2}/gm, '');

const terminals: Terminal[] = [];
let browser: Browser;
let explorer: Explorer;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await Promise.all(terminals.map(ctrlC));
  copy.remove();
}, 60_000);

test('start: everything but one service, and that one from source', async () => {
  const all = terminal(startAll);
  const one = terminal(startOne);
  terminals.push(one, all);
  await until(
    () => all.printed() + one.printed(),
    (text) => text.includes(`Explorer    ${gatewayUrl}/`) && text.includes('products is live after'),
    START_MS,
  );
}, 150_000);

async function execute(selection: string): Promise<string> {
  const response = await fetch(`${gatewayUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: `{ products(search: "whole milk", first: 1) { edges { node { ${selection} } } } }`,
    }),
  });
  return response.text();
}

test('the first query, in GraphiQL', async () => {
  // The shop is filled once products is there.
  await until(
    () => execute('name'),
    (reply) => reply.includes('"name"'),
  );
  explorer = await openExplorer(browser, gatewayUrl);
  const reply = await explorer.run((text) => text.includes('"edges"'));
  expect(JSON.parse(reply).data.products.edges[0].node.name).toMatch(/milk/i);
}, 60_000);

/** Shell commands of a page, asked of this shop and not of the usual one; what streams for ever is cut off. */
function commandsOf(page: string): string[] {
  const blocks = readFileSync(path.join(copy.root, page), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm);
  return [...blocks]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').trim().split('\n'))
    .map((line) => line.replace('http://127.0.0.1:4000', gatewayUrl).replace('curl -N', 'curl -N -m 2'));
}

async function printedBy(command: string): Promise<{ text: string; code: number | null }> {
  const run = terminal(command);
  terminals.push(run);
  const code = await run.exited;
  return { text: run.printed(), code };
}

test('the queries of the README, over plain HTTP', async () => {
  const [query = '', stream = ''] = commandsOf('README.md').filter((line) => line.startsWith('curl'));
  expect((await printedBy(query)).text).toMatch(/"name":"[^"]*milk[^"]*"/i);
  expect((await printedBy(stream)).text).toMatch(/data: .*"isSnapshot":true.*"available":\d+/);
}, 60_000);

test('npm run demo: an order, live, to the door', async () => {
  const { text, code } = await printedBy('npm run demo');
  expect(text).toMatch(/NK-\d{6} is DELIVERED after/);
  expect(code).toBe(0);
}, 150_000);

test('the commands of the operator find everything well', async () => {
  const commands = [...new Set(commandsOf('docs/operations.md'))].filter((line) => /npm run ops/.test(line));
  expect(commands).toHaveLength(4);
  for (const command of commands) {
    const { text, code } = await printedBy(command);
    expect({ command, text, code }).toMatchObject({ code: 0 });
  }
}, 120_000);

test('the gateway has recorded who asked for what', async () => {
  const recorded = await until(
    () => printedBy('npm run schema:usage'),
    ({ text }) => /: [1-9]\d* clients? used [1-9]\d* elements/.test(text),
    RECORDED_MS,
  );
  expect(recorded.code).toBe(0);
}, 60_000);

/** As a clone has it: the branch that pull requests go to. */
function gitInit(): void {
  const script = `git init -q -b main && git add -A && git -c user.name=n -c user.email=n@localhost commit -qm all &&
    git update-ref refs/remotes/origin/main HEAD`;
  const { status, stderr } = spawnSync('/bin/sh', ['-c', script], { cwd: copy.root, encoding: 'utf8' });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
}

/** The record is written before it is read. */
const usageFirst = (command: string): number => Number(command.includes('schema:usage'));

const schemaCommands = commandsOf('docs/schema-checks.md');

test('the schema that nobody changed passes, whatever it is held against', async () => {
  gitInit();
  const commands = schemaCommands.filter((line) => !line.includes('--accept'));
  expect(commands.length).toBeGreaterThan(5);
  for (const command of commands.sort((one, other) => usageFirst(other) - usageFirst(one))) {
    const { text, code } = await printedBy(command.replace('/tmp/', `${copy.root}/`));
    expect({ command, text, code }).toMatchObject({ code: 0 });
  }
}, 180_000);

test('a field is added, and resolved as soon as its files are saved', async () => {
  apply(schemaChange);
  apply(resolverChange);
  await until(
    () => execute('label'),
    (reply) => /"label":"[^"]+, [^"]+"/.test(reply),
    SAVED_MS,
  );
}, 90_000);

test('the check passes, and says what is new', () => {
  const { text, code } = checked();
  expect(code).toBe(0);
  expect(unindented(text)).toContain(shown[0]);
}, 60_000);

test('a field that somebody reads is taken out: the check fails, with the note of the guide', () => {
  apply(breakingChange);
  const { text, code } = checked();
  expect(code).toBe(1);
  expect(unindented(text)).toContain(shown[1]);
}, 60_000);

test('a break that is meant is accepted, for the diff to be reviewed', async () => {
  const [accept = ''] = schemaCommands.filter((line) => line.includes('--accept'));
  expect((await printedBy(accept)).code).toBe(0);
  const { text } = await printedBy('git diff schema/baseline/api.graphql');
  expect(text).toMatch(/^-\s+packaging: String!$/m);
  expect(text).toMatch(/^\+\s+label: String!$/m);
}, 60_000);

test('Ctrl-C ends both', async () => {
  await Promise.all(terminals.map(ctrlC));
  await expect(fetch(`${gatewayUrl}/live`)).rejects.toThrow();
}, 60_000);
