import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { COMMANDS } from '../../bootstrap/commands.mjs';
import { mayStart } from '../../src/bin/mayStart.ts';
import { startTimeOf } from '../../src/processes/processIdentity.ts';
import { exitOf, firstLine, newState, tools } from '../harness/launchers.ts';
import { until } from '../harness/until.ts';

const bootstrap = path.join(tools, 'bootstrap.mjs');

describe('a Node that is too old', () => {
  /** As if this were an old Node, which lacks what it lacks. */
  const OLD = `data:text/javascript,${encodeURIComponent(
    "Object.defineProperty(process.versions, 'node', { value: '18.19.1' })",
  )}`;

  test('gets one sentence', () => {
    const { status, stderr } = spawnSync(process.execPath, ['--import', OLD, bootstrap, 'start'], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(stderr).toBe('Nakku needs Node 20.19 or newer, this is 18.19.1: https://nodejs.org\n');
    expect(status).toBe(1);
  });

  test('can read what comes before the check: no newer syntax, built-ins by their old names', () => {
    const text = readFileSync(bootstrap, 'utf8');
    const imports = [...text.matchAll(/^import .* from '([^']+)';$/gm)].map(([, from]) => from);
    expect(imports).toEqual(['path', 'url']);
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        target: ts.ScriptTarget.ES2019,
        module: ts.ModuleKind.ES2020,
        removeComments: false,
      },
    });
    const plain = (source: string): string => source.replaceAll(/[\s;,'"]/g, '');
    expect(plain(outputText)).toBe(plain(text)); // nothing had to be translated
    expect(text).not.toMatch(/import\.meta\.(dirname|filename)|^await /m);
  });
});

test('every command is a script of package.json, and says what it is', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    readFileSync(path.join(tools, '../package.json'), 'utf8'),
  );
  for (const { name, summary } of COMMANDS) {
    expect(scripts[name]).toMatch(new RegExp(`tools/bootstrap\\.mjs ${name}$`));
    expect(summary).not.toBe('');
  }
});

test('a command that has another name now says so', () => {
  const { status, stderr } = spawnSync(process.execPath, [bootstrap, 'replay'], { encoding: 'utf8' });
  expect(stderr).toBe('`replay` is called `load` now: npm run load\n');
  expect(status).toBe(2);
});

describe('a program that a step runs', () => {
  const runner = path.join(mkdtempSync(path.join(tmpdir(), 'nakku-step-')), 'runner.mjs');
  writeFileSync(
    runner,
    `import { runInOrder } from ${JSON.stringify(path.join(tools, 'bootstrap/runInOrder.mjs'))};
     const child = \`process.on('SIGINT', () => {}); console.log(process.pid); setInterval(() => {}, 1000)\`;
     const script = \`require('node:child_process').spawn(process.execPath, ['-e', \${JSON.stringify(child)}], { stdio: 'inherit' })\`;
     const { stoppedBy } = await runInOrder(process.execPath, ['-e', script], { stdio: ['ignore', 'inherit', 'inherit'] });
     console.log(JSON.stringify({ stoppedBy }));`,
  );

  test('is stopped with all that it started when the step is: nothing runs on', async () => {
    const step = spawn(process.execPath, [runner], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const pid = Number(await firstLine(step));
    expect(startTimeOf(pid)).toBeDefined();
    step.kill('SIGINT');
    await exitOf(step);
    await until(() => startTimeOf(pid) === undefined);
  });
});

describe('an installation that is stopped', () => {
  test('leaves no npm running and no half of the packages, so that the next start is like a first one', async () => {
    const root = newState();
    cpSync(path.join(tools, 'bootstrap'), path.join(root, 'tools/bootstrap'), { recursive: true });
    cpSync(bootstrap, path.join(root, 'tools/bootstrap.mjs'));
    const wanted = { packages: { 'node_modules/zod': { version: '4.6.7' } } };
    writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify(wanted));
    const npm = path.join(root, 'npm.cjs');
    writeFileSync(
      npm,
      `require('node:fs').mkdirSync('node_modules/half', { recursive: true });
       process.on('SIGINT', () => {});
       console.log(process.pid); setInterval(() => {}, 1000);`,
    );
    const start = spawn(process.execPath, [path.join(root, 'tools/bootstrap.mjs'), 'servers'], {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', npm_execpath: npm },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    start.stderr.on('data', (chunk) => (output += String(chunk)));
    await until(() => /\n\d+\n/.test(output) && existsSync(path.join(root, 'node_modules/half')));
    const pid = Number(/\n(\d+)\n/.exec(output)?.[1]);
    start.kill('SIGINT');
    expect(await exitOf(start)).toBe(130);
    expect(startTimeOf(pid)).toBeUndefined();
    expect(existsSync(path.join(root, 'node_modules'))).toBe(false);
    expect(output).toMatch(
      /^installing packages \(npm ci\)\n\d+\ninstalling packages \(npm ci\): stopped\n$/,
    );
  });
});

describe('before a build', () => {
  test('a busy port is told, unless its service is left out', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    const before = { ...process.env };
    process.env.NAKKU_STATE = newState();
    process.env.GATEWAY_PORT = String(address.port);
    try {
      expect(await mayStart([])).toEqual({
        code: 1,
        message: expect.stringContaining(`port ${address.port} of gateway is taken by another program`),
      });
      const left = await mayStart(['--without', 'gateway,simulator']);
      expect(left?.message ?? '').not.toContain(`port ${address.port}`);
    } finally {
      process.env = before;
      server.close();
    }
  });
});
