import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { eventually, testWorld } from '@nakku/testkit';
import type { TestWorld } from '@nakku/testkit';

let world: TestWorld;
const children: ChildProcess[] = [];
beforeAll(async () => {
  world = await testWorld('tiny');
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await world.cleanup();
});

const root = path.resolve(import.meta.dirname, '../../..');

function run(env: Record<string, string>, file = 'main.ts', ...args: string[]) {
  const main = path.join(import.meta.dirname, 'tiny', file);
  const child = spawn(process.execPath, ['--conditions', '@nakku/source', '--import', 'tsx', main, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (output.out += chunk));
  child.stderr.on('data', (chunk) => (output.err += chunk));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines = () =>
    output.out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return {
    child,
    exited,
    output,
    lines,
    started: () => eventually(() => expect(output.out).toContain('"started"')),
  };
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s stops it gracefully, exit code 0', async (signal) => {
  const service = run(world.env({ LOG_LEVEL: 'info' }));
  await service.started();
  service.child.kill(signal);
  expect(await service.exited).toBe(0);
  expect(service.lines()).toContainEqual(expect.objectContaining({ service: 'tiny', reason: signal }));
});

test('when the launcher dies, its stdin closes and it stops', async () => {
  const service = run(world.env({ LOG_LEVEL: 'info', NAKKU_EXIT_ON_STDIN_CLOSE: '1' }));
  await service.started();
  service.child.stdin?.end();
  expect(await service.exited).toBe(0);
});

test('without the variable a closed stdin means nothing', async () => {
  const service = run(world.env({ LOG_LEVEL: 'info' }));
  service.child.stdin?.end();
  await service.started();
  service.child.kill('SIGTERM');
  expect(await service.exited).toBe(0);
});

test('a wrong configuration lists every problem and exits 78', async () => {
  const service = run({ ...world.env(), PORT: 'eighty', REDIS_URL: '' });
  expect(await service.exited).toBe(78);
  expect(service.output.err).toBe(
    'configuration has 2 problem(s):\n  PORT: must be a port number\n  REDIS_URL: is required\n',
  );
});

test('a start that fails exits 1 and says why', async () => {
  const service = run({ ...world.env(), DATABASE_URL: 'postgresql://postgres@127.0.0.1:1/none' });
  expect(await service.exited).toBe(1);
  expect(service.lines().at(-1)).toMatchObject({ level: 'fatal', msg: 'the service did not start' });
});

test.each([
  ['exception', 'uncaughtException', 'nobody catches this'],
  ['rejection', 'unhandledRejection', 'nobody handles this'],
])(
  'an uncaught %s ends it with exit code 1 and one line with origin and stack',
  async (how, origin, message) => {
    const service = run({}, 'dying.ts', how);
    expect(await service.exited).toBe(1);
    const last = service.lines().at(-1);
    expect(last).toMatchObject({ level: 'fatal', msg: 'uncaught exception', origin, err: { message } });
    expect(last.err.stack).toContain('tiny/dying.ts');
  },
);
