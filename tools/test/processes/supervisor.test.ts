import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jest } from '@jest/globals';
import { maxSilenceMs, secondsFrom } from '../../src/processes/liveness.ts';
import { openLedger } from '../../src/processes/ledger.ts';
import { startTimeOf } from '../../src/processes/processIdentity.ts';
import type { SupervisedSpec, SupervisorEvent } from '../../src/processes/supervisor.ts';
import { createSupervisor } from '../../src/processes/supervisor.ts';
import { newState } from '../harness/launchers.ts';
import { until } from '../harness/until.ts';

const QUICK = { firstDelayMs: 10, factor: 2, maxDelayMs: 30, deathsToGiveUp: 4, windowMs: 60_000 };

function supervised(): {
  state: string;
  events: SupervisorEvent[];
  supervisor: ReturnType<typeof createSupervisor>;
  spec: (name: string, script: string) => SupervisedSpec;
} {
  const state = newState();
  const events: SupervisorEvent[] = [];
  const onEvent = (event: SupervisorEvent): void => void events.push(event);
  const supervisor = createSupervisor({ ledger: openLedger(state, 'test'), onEvent, policy: QUICK });
  const spec = (name: string, script: string): SupervisedSpec => ({
    name,
    command: process.execPath,
    args: ['-e', script],
    env: process.env,
    cwd: state,
    output: path.join(state, `${name}.log`),
    isReady: () => Promise.resolve(existsSync(path.join(state, `${name}.ready`))),
  });
  return { state, events, supervisor, spec };
}

const readyScript = (name: string): string =>
  `require("node:fs").writeFileSync("${name}.ready", ""); setInterval(() => {}, 1000)`;

describe('a supervisor', () => {
  test('starts again what died, with a growing delay, and says when it is ready again', async () => {
    const { supervisor, spec, events } = supervised();
    await supervisor.start(spec('worker', readyScript('worker')));
    const first = supervisor.pid('worker');
    for (let death = 0; death < 3; death++) {
      supervisor.signal('worker', 'SIGKILL');
      await supervisor.whenReady('worker'); // not the readiness before the signal
    }
    expect(events.map((event) => (event.kind === 'died' ? event.againInMs : event.kind))).toEqual([
      'ready',
      10,
      'ready',
      20,
      'ready',
      30,
      'ready',
    ]);
    expect(supervisor.pid('worker')).not.toBe(first);
    await supervisor.stopAll();
    expect(supervisor.state('worker')).toBe('stopped');
  });

  test('gives up what dies too often, with one event, and tells the reason from its log', async () => {
    const { supervisor, spec, events } = supervised();
    const broken = supervisor.start(spec('broken', 'console.error("PORT: Required"); process.exit(1)'));
    await expect(broken).rejects.toThrow(/broken died 4 times and stays down[^]*PORT: Required/);
    expect(events.map((event) => event.kind)).toEqual(['died', 'died', 'died', 'gave_up']);
    expect(supervisor.state('broken')).toBe('down');
    expect(() => supervisor.signal('broken', 'SIGKILL')).toThrow('broken does not run (down)');
  });

  test('does not try again what refuses its configuration (exit code 78)', async () => {
    const { supervisor, spec, events } = supervised();
    const refusing = supervisor.start(
      spec('strict', 'console.error("REDIS_URL: is required"); process.exit(78)'),
    );
    await expect(refusing).rejects.toThrow(/strict refused its configuration[^]*REDIS_URL: is required/);
    expect(events.map((event) => event.kind)).toEqual(['gave_up']);
  });

  test('starts a stopped child again on request, its log kept', async () => {
    const { supervisor, spec, state } = supervised();
    await supervisor.start(spec('worker', `console.log("up"); ${readyScript('worker')}`));
    await until(() => readFileSync(path.join(state, 'worker.log'), 'utf8') === 'up\n');
    await supervisor.stop('worker');
    await supervisor.startAgain('worker');
    await until(() => readFileSync(path.join(state, 'worker.log'), 'utf8') === 'up\nup\n');
    await supervisor.stopAll();
  });

  test('a child that is stopped while it waits for its restart stays down', async () => {
    const { supervisor, spec, events } = supervised();
    const start = supervisor.start(spec('broken', 'process.exit(1)'));
    start.catch(() => undefined);
    await until(() => supervisor.state('broken') === 'waiting');
    await supervisor.stop('broken');
    await expect(start).rejects.toThrow('broken was stopped');
    const after = events.length;
    expect(supervisor.state('broken')).toBe('stopped');
    expect(events).toHaveLength(after);
  });

  test('stopping leaves no process', async () => {
    const { supervisor, spec } = supervised();
    await Promise.all([
      supervisor.start(spec('one', readyScript('one'))),
      supervisor.start(spec('two', readyScript('two'))),
    ]);
    const pids = supervisor.names().map((name) => supervisor.pid(name) ?? 0);
    await supervisor.stopAll();
    expect(pids.map(startTimeOf)).toEqual([undefined, undefined]);
  });

  test('kills and starts again what runs but does not respond; one that is paused on request is left alone', async () => {
    const { supervisor, spec, events, state } = supervised();
    const isStuck = (): boolean => existsSync(path.join(state, 'stuck'));
    const watched = (name: string) => ({
      ...spec(name, readyScript(name)),
      stallTimeoutMs: 60,
      isResponsive: () => Promise.resolve(!isStuck()),
    });
    const stalled = (name: string) => events.some((event) => event.kind === 'stalled' && event.name === name);
    await supervisor.start(watched('worker'));
    await supervisor.start(watched('other'));
    const first = supervisor.pid('worker');
    supervisor.signal('worker', 'SIGSTOP');
    writeFileSync(path.join(state, 'stuck'), '');
    // As long as another that is not paused may be silent, the paused one was left alone.
    await until(() => stalled('other'));
    expect(stalled('worker')).toBe(false);
    expect(supervisor.pid('worker')).toBe(first);
    supervisor.signal('worker', 'SIGCONT');
    await until(() => stalled('worker'));
    rmSync(path.join(state, 'stuck'));
    await until(() => supervisor.state('worker') === 'ready' && supervisor.pid('worker') !== first);
    const kinds = events.flatMap(({ kind, ...event }) =>
      'name' in event && event.name === 'worker' ? [kind] : [],
    );
    expect(kinds.slice(0, 4)).toEqual(['ready', 'stalled', 'died', 'ready']);
    await supervisor.stopAll();
  });

  test('what is late is told and waited for where that is wanted', async () => {
    const { supervisor, spec, events } = supervised();
    const script = `setTimeout(() => { ${readyScript('slow')} }, 600)`;
    await supervisor.start({ ...spec('slow', script), readyTimeoutMs: 50, whenLate: 'wait' });
    expect(events[0]).toMatchObject({ kind: 'late', name: 'slow' });
    expect(events.at(-1)).toMatchObject({ kind: 'ready', name: 'slow' });
    await supervisor.stopAll();
  });

  test('what is never ready is told in a sentence, with its log or that there is none', async () => {
    const { supervisor, spec } = supervised();
    const silent = supervisor.start({ ...spec('silent', 'setInterval(() => {}, 1000)'), readyTimeoutMs: 20 });
    await expect(silent).rejects.toThrow(
      /^silent was not ready within \d+ s\. Its log is empty: \S+silent\.log$/,
    );
    const script = 'console.log("no quorum"); setInterval(() => {}, 1000)';
    const talking = supervisor.start({
      ...spec('talking', script),
      readyTimeoutMs: 600,
    });
    await expect(talking).rejects.toThrow(
      /^talking was not ready within \d+ s\. The end of its log, \S+:\nno quorum$/,
    );
    await supervisor.stopAll();
  });

  test('a full disk is told in one line and ends nothing', async () => {
    const { supervisor, spec, state } = supervised();
    symlinkSync('/dev/full', path.join(state, 'ledger-test.json.new'));
    const message = jest.spyOn(console, 'error').mockReturnValue();
    await supervisor.start(spec('one', readyScript('one')));
    await supervisor.start(spec('two', readyScript('two')));
    expect(message.mock.calls).toEqual([[`The disk of ${state} is full: make room, what runs goes on`]]);
    message.mockRestore();
    expect(supervisor.state('two')).toBe('ready');
    await supervisor.stopAll();
  });
});

describe('timeouts and retries', () => {
  test.each([
    [0.2, 60_000],
    [1, 60_000],
    [2.5, 150_000],
    [40, 300_000],
  ])('with a load of %d per core 60 s are %d ms', (load, expected) => {
    expect(maxSilenceMs(60_000, load)).toBe(expected);
  });

  test('a time that is none is refused by name', () => {
    expect(secondsFrom({}, 'NAKKU_READY_TIMEOUT_S', 60)).toBe(60);
    expect(secondsFrom({ NAKKU_READY_TIMEOUT_S: '90' }, 'NAKKU_READY_TIMEOUT_S', 60)).toBe(90);
    expect(() => secondsFrom({ NAKKU_READY_TIMEOUT_S: 'long' }, 'NAKKU_READY_TIMEOUT_S', 60)).toThrow(
      'NAKKU_READY_TIMEOUT_S must be a number of seconds, it is: long',
    );
  });
});
