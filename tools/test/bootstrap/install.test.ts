import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { interruptedMark, isInstalled } from '../../bootstrap/installed.mjs';
import { exitOf, newState, tools } from '../harness/launchers.ts';
import { until } from '../harness/until.ts';

const module = (name: string): string => JSON.stringify(path.join(tools, 'bootstrap', name));

/** A checkout whose `npm ci` takes as long as the file `busy` exists, and reports its beginning and end. */
function checkout() {
  const root = newState();
  const lines = (): string[] =>
    existsSync(path.join(root, 'log'))
      ? readFileSync(path.join(root, 'log'), 'utf8').split('\n').filter(Boolean)
      : [];
  writeFileSync(
    path.join(root, 'package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/zod': { version: '2.0.0' } } }),
  );
  mkdirSync(path.join(root, 'node_modules'));
  const hidden = path.join(root, 'node_modules/.package-lock.json');
  writeFileSync(hidden, JSON.stringify({ packages: { 'node_modules/zod': { version: '1.0.0' } } }));
  writeFileSync(path.join(root, 'busy'), '');
  writeFileSync(
    path.join(root, 'npm.mjs'),
    `import { appendFileSync, existsSync, copyFileSync } from 'node:fs';
     const log = (line) => appendFileSync(${JSON.stringify(path.join(root, 'log'))}, line + '\\n');
     log('begin ' + process.pid);
     while (existsSync(${JSON.stringify(path.join(root, 'busy'))})) await new Promise((end) => setTimeout(end, 20));
     copyFileSync(${JSON.stringify(path.join(root, 'package-lock.json'))}, ${JSON.stringify(hidden)});
     log('end');`,
  );
  writeFileSync(
    path.join(root, 'command.mjs'),
    `import { install } from ${module('install.mjs')};
     import { runInOrder } from ${module('runInOrder.mjs')};
     const npm = ${JSON.stringify(path.join(root, 'npm.mjs'))};
     await install(${JSON.stringify(root)}, {
       npmCi: (onStarted) => runInOrder(process.execPath, [npm], { stdio: 'ignore' }, onStarted),
       log: (line) => console.log(line.replace(/\\d+/, 'PID')),
     });
     console.log('goes on');`,
  );
  const command = (): { child: ChildProcess; output: () => string } => {
    const child = spawn(process.execPath, [path.join(root, 'command.mjs')], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return { child, output: () => text };
  };
  const begun = (): number[] =>
    lines().flatMap((line) => (line.startsWith('begin ') ? [Number(line.slice(6))] : []));
  return {
    root,
    command,
    begun,
    steps: () => lines().map((line) => line.replace(/ \d+/, '')),
    letNpmEnd: () => rmSync(path.join(root, 'busy')),
  };
}

test('two commands after a change of the lockfile install once: the second waits and goes on', async () => {
  const here = checkout();
  const first = here.command();
  await until(() => here.begun().length === 1);
  const second = here.command();
  await until(() => second.output() !== '');
  expect(second.output()).toBe('waiting for the installation of another command (pid PID)\n');
  here.letNpmEnd();
  expect(await Promise.all([exitOf(first.child), exitOf(second.child)])).toEqual([0, 0]);
  await until(() => second.output().endsWith('goes on\n'));
  expect(here.steps()).toEqual(['begin', 'end']);
  expect(isInstalled(here.root)).toBe(true);
});

test('npm that outlives its killed command is waited for, and the next command installs anew', async () => {
  const here = checkout();
  const first = here.command();
  await until(() => here.begun().length === 1);
  first.child.kill('SIGKILL');
  await exitOf(first.child);
  const second = here.command();
  await until(() => second.output() !== '');
  expect(here.steps()).toEqual(['begin']);
  here.letNpmEnd();
  expect(await exitOf(second.child)).toBe(0);
  expect(here.steps()).toEqual(['begin', 'end', 'begin', 'end']);
  expect(isInstalled(here.root)).toBe(true);
});

test('a command and an npm that are both killed leave the next one able to repair', async () => {
  const here = checkout();
  const first = here.command();
  await until(() => here.begun().length === 1);
  first.child.kill('SIGKILL');
  process.kill(here.begun()[0] ?? 0, 'SIGKILL');
  await exitOf(first.child);
  // Whatever npm had kept by then, the packages count as missing.
  writeFileSync(
    path.join(here.root, 'node_modules/.package-lock.json'),
    readFileSync(path.join(here.root, 'package-lock.json')),
  );
  expect(isInstalled(here.root)).toBe(false);
  here.letNpmEnd();
  expect(await exitOf(here.command().child)).toBe(0);
  expect(here.steps()).toEqual(['begin', 'begin', 'end']);
  expect(existsSync(interruptedMark(here.root))).toBe(false);
  expect(isInstalled(here.root)).toBe(true);
});
