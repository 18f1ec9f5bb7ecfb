import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chooseNode } from '../../bootstrap/runtime.mjs';
import { startTimeOf } from '../../src/processes/processIdentity.ts';
import { exitOf, firstLine, tools } from '../harness/launchers.ts';
import { until } from '../harness/until.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nakku-node-'));

/** A program that says it is this version of Node; without a version one that does not run here. */
function fakeNode(file: string, version?: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, version ? `#!/bin/sh\necho ${version}\n` : 'another platform');
  chmodSync(file, 0o755);
  return file;
}

/** A checkout in which npm has installed this version. */
function checkout(name: string, installed?: string): { root: string; node: string } {
  const root = path.join(folder, name);
  const node = path.join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  fakeNode(node, installed);
  return { root, node };
}

const machine = (version: string): NodeJS.ProcessEnv => ({
  npm_node_execpath: fakeNode(path.join(folder, `machine-${version}`), version),
});

describe('everything runs with', () => {
  const { root, node } = checkout('installed', 'v24.22.3');

  test('the installed Node 24 when the machine has an older one', () => {
    expect(chooseNode(root, machine('v20.19.0'))).toBe(node);
    expect(chooseNode(root, machine('v22.12.0'))).toBe(node);
    expect(chooseNode(root, { npm_node_execpath: node })).toBe(node);
  });

  test("the machine's when it is as new or newer", () => {
    for (const version of ['v24.0.0', 'v26.1.0']) {
      const env = machine(version);
      expect(chooseNode(root, env)).toBe(env.npm_node_execpath);
    }
  });

  test("the machine's when it is asked for by NAKKU_NODE", () => {
    const env: NodeJS.ProcessEnv = { ...machine('v20.19.0'), NAKKU_NODE: 'machine' };
    expect(chooseNode(root, env)).toBe(env.npm_node_execpath);
  });

  test("the machine's where none is installed, or it does not run", () => {
    const env = machine('v20.19.0');
    expect(chooseNode(path.join(folder, 'nothing'), env)).toBe(env.npm_node_execpath);
    expect(chooseNode(checkout('broken').root, env)).toBe(env.npm_node_execpath);
  });
});

describe('a command that is run again with another Node', () => {
  const runtime = JSON.stringify(path.join(tools, 'bootstrap/runtime.mjs'));
  const script = path.join(folder, 'again.mjs');
  writeFileSync(
    script,
    `import { endWithParent, runAgain } from ${runtime};
     if (!process.connected) runAgain(process.execPath, import.meta.filename, process.argv.slice(2));
     else {
       endWithParent();
       if (process.argv[2] === 'code') process.exit(7);
       console.log(process.pid);
       setInterval(() => {}, 1000);
     }`,
  );
  const env = { ...process.env, NODE_OPTIONS: '' };
  const start = () =>
    spawn(process.execPath, [script, 'wait'], { stdio: ['ignore', 'pipe', 'inherit'], env });

  test('ends as it ends', () => {
    expect(spawnSync(process.execPath, [script, 'code'], { env }).status).toBe(7);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is stopped by %s with it', async (signal) => {
    const parent = start();
    const pid = Number(await firstLine(parent));
    parent.kill(signal);
    expect(await exitOf(parent)).toBe({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[signal]);
    expect(startTimeOf(pid)).toBeUndefined();
  });

  test('does not outlive it, even by kill -9', async () => {
    const parent = start();
    const pid = Number(await firstLine(parent));
    parent.kill('SIGKILL');
    await until(() => startTimeOf(pid) === undefined);
  });
});
