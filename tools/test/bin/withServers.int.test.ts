import { existsSync } from 'node:fs';
import { startTimeOf } from '../../src/processes/processIdentity.ts';
import { isFree } from '../../src/servers/ports.ts';
import { readRunFile } from '../../src/servers/runFile.ts';
import { exitOf, firstLine, newState, runTypeScript } from '../harness/launchers.ts';
import { until } from '../harness/until.ts';

/** No servers of others: whoever starts this test may have some. */
const clean = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => {
  const { POSTGRES_URL: _p, KAFKA_BROKERS: _k, REDIS_URL: _r, NAKKU_STATE: _s, ...rest } = process.env;
  return { ...rest, NAKKU_SERVERS: 'embedded', npm_lifecycle_event: '', ...more };
};

/** A command that prints its environment and pid, then does what `then` says. */
const command = (then: string): string[] => [
  process.execPath,
  '-e',
  `const { POSTGRES_URL, KAFKA_BROKERS, REDIS_URL, NAKKU_STATE } = process.env;
   console.log(JSON.stringify({ pid: process.pid, POSTGRES_URL, KAFKA_BROKERS, REDIS_URL, NAKKU_STATE })); ${then}`,
];
interface Urls {
  pid: number;
  POSTGRES_URL: string;
  KAFKA_BROKERS: string;
  REDIS_URL: string;
  NAKKU_STATE: string;
}
const isListening = async (address: string): Promise<boolean> =>
  !(await isFree(Number(address.split(':').at(-1))));
const listening = (urls: Urls): Promise<boolean[]> =>
  Promise.all([urls.POSTGRES_URL, urls.KAFKA_BROKERS, urls.REDIS_URL].map(isListening));

describe('with-servers', () => {
  test('gives a command servers of its own, returns its exit code and removes everything', async () => {
    const child = runTypeScript('src/bin/nakku.ts', ['with-servers', ...command('process.exit(7)')], clean());
    const urls: Urls = JSON.parse(await firstLine(child));
    expect(await exitOf(child)).toBe(7);
    expect(await listening(urls)).toEqual([false, false, false]);
    expect(existsSync(urls.NAKKU_STATE)).toBe(false);
  });

  test.each(['SIGINT', 'SIGKILL'] as const)('leaves nothing running after %s', async (signal) => {
    const child = runTypeScript(
      'src/bin/nakku.ts',
      ['with-servers', ...command('setInterval(() => {}, 1000)')],
      clean(),
    );
    const urls: Urls = JSON.parse(await firstLine(child));
    expect(await listening(urls)).toEqual([true, true, true]);
    child.kill(signal);
    await exitOf(child);
    await until(async () => startTimeOf(urls.pid) === undefined && !(await listening(urls)).includes(true));
    expect(existsSync(urls.NAKKU_STATE)).toBe(signal === 'SIGKILL'); // the next run removes it
  });

  test('without a command says how to use it', async () => {
    const child = runTypeScript('src/bin/nakku.ts', ['with-servers'], clean());
    expect(await exitOf(child)).toBe(2);
  });
});

describe('servers', () => {
  test('a second start prints who runs and where, and fails; the first goes on', async () => {
    const state = newState();
    const first = runTypeScript('src/bin/nakku.ts', ['servers'], clean({ NAKKU_STATE: state }));
    await until(() => readRunFile(state) !== undefined, 25_000);
    const second = runTypeScript('src/bin/nakku.ts', ['servers'], clean({ NAKKU_STATE: state }));
    let printed = '';
    second.stderr?.on('data', (chunk) => (printed += String(chunk)));
    expect(await exitOf(second)).toBe(3);
    expect(printed).toContain(`run already: pid ${first.pid}`);
    expect(printed).toContain(readRunFile(state)?.postgresUrl);
    expect(first.exitCode).toBeNull();
    first.kill('SIGTERM');
    expect(await exitOf(first)).toBe(0);
    expect(readRunFile(state)).toBeUndefined();
  });
});
