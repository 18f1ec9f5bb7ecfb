import { spawn } from 'node:child_process';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '..');

/** What a program that logs writes until it ends. */
async function outputOf(program: string): Promise<string[]> {
  const child = spawn(
    process.execPath,
    ['--import=tsx', '--conditions=@nakku/source', '--input-type=module', '--eval', program],
    {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '', LOG_FORMAT: 'json' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => String(Object(JSON.parse(line)).msg));
}

const importing = `import { logger } from './src/index.ts'; const log = logger({ part: 'test' });`;

test.each([
  ['by itself', ''],
  ['by process.exit', 'process.exit(3);'],
  ['by an error that nobody catches', `throw new Error('boom');`],
])('every line is written before a process ends %s', async (_, end) => {
  const lines = await outputOf(`${importing} for (let i = 0; i < 500; i += 1) log.info('line ' + i); ${end}`);
  const numbers = lines.map((line) => Number(/^line (\d+)$/.exec(line)?.[1]));
  expect(numbers.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 500 }, (__, i) => i));
});

test('a line is written soon while the process goes on', async () => {
  const lines = await outputOf(
    `${importing} log.info('first'); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1_000);`,
  );
  expect(lines).toEqual(['first']);
});
