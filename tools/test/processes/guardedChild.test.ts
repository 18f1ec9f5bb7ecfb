import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startGuarded } from '../../src/processes/guardedChild.ts';
import { openLedger } from '../../src/processes/ledger.ts';
import { startTimeOf } from '../../src/processes/processIdentity.ts';
import { exitOf, firstLine, newState, runTypeScript } from '../harness/launchers.ts';
import { until } from '../harness/until.ts';

/** Watchdogs of a child: other processes of its group. */
const groupOf = (pid: number): number[] =>
  execFileSync('ps', ['-eo', 'pid=,pgid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([process, group]) =>
      group === pid && process !== undefined && process !== pid ? [process] : [],
    );

const launch = async (
  state: string,
): Promise<{ child: ReturnType<typeof runTypeScript>; line: LauncherLine }> => {
  const child = runTypeScript('test/harness/fixtures/launcher.ts', [state]);
  const line: LauncherLine = JSON.parse(await firstLine(child));
  return { child, line };
};
interface LauncherLine {
  polite: number;
  stubborn: number;
  reaped: string[];
}

describe('a guarded child', () => {
  test('ends with its launcher, even when that is killed by SIGKILL and the child ignores SIGTERM', async () => {
    const { child, line } = await launch(newState());
    expect(startTimeOf(line.polite)).toBeDefined();
    child.kill('SIGKILL');
    await exitOf(child);
    await until(() => startTimeOf(line.polite) === undefined && startTimeOf(line.stubborn) === undefined);
    await until(() => groupOf(line.polite).length + groupOf(line.stubborn).length === 0);
  });

  test('whose watchdog was killed too is ended by the next start', async () => {
    const state = newState();
    const first = await launch(state);
    const watchdogs = [...groupOf(first.line.polite), ...groupOf(first.line.stubborn)];
    expect(watchdogs).toHaveLength(2);
    for (const watchdog of watchdogs) process.kill(watchdog, 'SIGKILL');
    first.child.kill('SIGKILL');
    await exitOf(first.child);
    expect(startTimeOf(first.line.stubborn)).toBeDefined();
    const second = await launch(state);
    expect(second.line.reaped.sort()).toEqual(['polite', 'stubborn']);
    expect([startTimeOf(first.line.polite), startTimeOf(first.line.stubborn)]).toEqual([
      undefined,
      undefined,
    ]);
    second.child.kill('SIGKILL');
    await until(() => startTimeOf(second.line.stubborn) === undefined);
  });

  test('stops on request, leaves the ledger, and leaves no watchdog', async () => {
    const state = newState();
    const ledger = openLedger(state, 'test');
    const spec = { name: 'sleeper', command: 'sleep', args: ['100'], env: process.env, cwd: state };
    const child = startGuarded({ ...spec, output: path.join(state, 'sleeper.log') }, ledger);
    const ledgerFile = path.join(state, 'ledger-test.json');
    expect(JSON.parse(readFileSync(ledgerFile, 'utf8'))).toEqual([
      {
        name: 'sleeper',
        pid: child.pid,
        start: startTimeOf(child.pid),
        stopSignal: 'SIGTERM',
        graceMs: 8_000,
      },
    ]);
    expect(await child.stop()).toEqual({ code: null, signal: 'SIGTERM' });
    expect(JSON.parse(readFileSync(ledgerFile, 'utf8'))).toEqual([]);
    await until(() => groupOf(child.pid).length === 0);
  });

  test('that cannot be executed exits with the code of the shell', async () => {
    const state = newState();
    const output = path.join(state, 'missing.log');
    const spec = {
      name: 'missing',
      command: '/no/such/program',
      args: [],
      env: process.env,
      cwd: state,
      output,
    };
    const child = startGuarded(spec, openLedger(state, 'test'));
    expect(await child.exited).toEqual({ code: 127, signal: null });
    expect(readFileSync(output, 'utf8')).toContain('/no/such/program');
  });
});
