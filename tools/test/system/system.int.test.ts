import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { lockHolder } from '../../src/processes/lock.ts';
import { startTimeOf } from '../../src/processes/processIdentity.ts';
import type { RunFile } from '../../src/servers/runFile.ts';
import { readRunFile } from '../../src/servers/runFile.ts';
import type { System } from '../../src/system/system.ts';
import { AlreadyRunning, startSystem } from '../../src/system/system.ts';
import { exitOf, firstLine, newState, runTypeScript } from '../harness/launchers.ts';
import { tinyServices } from '../harness/tinyServices.ts';
import { until } from '../harness/until.ts';

const serverNames = ['postgres', 'kafka', 'redis'] as const;
const serviceNames = ['users', 'gateway'] as const;

const start = (
  state: string,
  log: (line: string) => void = () => undefined,
  abort?: AbortSignal,
): Promise<System> =>
  startSystem({
    state,
    ports: 'free',
    durationsProfile: 'test',
    servers: 'own',
    throwAwayServers: true,
    services: tinyServices,
    log,
    abort,
  });
const greeting = async (url: string): Promise<unknown> => (await fetch(url)).json();
const question = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

describe('a system', () => {
  const state = newState();
  let system: System;
  const controller = new AbortController();
  beforeAll(async () => {
    system = await start(state, undefined, controller.signal);
  });
  afterAll(() => system.stop());

  test('writes where everything is into the run file', () => {
    const run: RunFile = {
      ...system.servers,
      gatewayUrl: system.gatewayUrl,
      services: { users: system.url('users'), gateway: system.gatewayUrl },
    };
    expect(readRunFile(state)).toEqual(run);
  });

  test('gives a service the environment of the table', async () => {
    expect(await greeting(system.url('users'))).toEqual({
      database: system.databaseUrl('users'),
      greeting: '',
    });
  });

  test('is not touched by an abort once it has started', async () => {
    const pids = [...serverNames, ...serviceNames].map((name) => system.pid(name) ?? 0);
    controller.abort();
    expect(await greeting(system.url('users'))).toMatchObject({ greeting: '' });
    expect(pids.map((pid) => startTimeOf(pid) !== undefined)).toEqual([true, true, true, true, true]);
  });

  test('refuses a second start and names the holder', async () => {
    await expect(start(state)).rejects.toThrow(AlreadyRunning);
    await expect(start(state)).rejects.toThrow(`runs already as pid ${process.pid}`);
  });

  test('brings a killed service back, and a stopped one with another environment', async () => {
    const before = system.pid('users');
    system.kill('users');
    await system.whenReady('users');
    expect(system.pid('users')).not.toBe(before);
    await system.stopOne('users');
    await expect(fetch(system.url('users'))).rejects.toThrow('fetch failed');
    await system.startAgain('users', { GREETING: 'hello' });
    expect(await greeting(system.url('users'))).toMatchObject({ greeting: 'hello' });
  });

  test('brings killed servers back with their data', async () => {
    const url = `${system.servers.postgresUrl}/postgres`;
    await question(url, 'CREATE TABLE kept AS SELECT 7 AS n');
    for (const name of serverNames) system.kill(name);
    await Promise.all(serverNames.map((name) => system.whenReady(name)));
    expect(await question(url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  test('stops everything, and starts again on the same data', async () => {
    const pids = [...serverNames, ...serviceNames].map((name) => system.pid(name) ?? 0);
    await system.stop();
    expect(pids.map(startTimeOf)).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(readRunFile(state)).toBeUndefined();
    expect([lockHolder(state, 'system'), lockHolder(state, 'servers')]).toEqual([undefined, undefined]);
    const secrets = readFileSync(path.join(state, 'secrets.json'), 'utf8');
    system = await start(state);
    expect(await question(`${system.servers.postgresUrl}/postgres`, 'SELECT n FROM kept')).toEqual([
      { n: 7 },
    ]);
    expect(readFileSync(path.join(state, 'secrets.json'), 'utf8')).toBe(secrets);
  });
});

test('a start that is aborted rejects, and leaves no process, lock or run file', async () => {
  const state = newState();
  const controller = new AbortController();
  const starting = start(state, undefined, controller.signal);
  await until(() => existsSync(path.join(state, 'ledger-servers.json')));
  const ledger = readFileSync(path.join(state, 'ledger-servers.json'), 'utf8');
  controller.abort();
  await expect(starting).rejects.toThrow();
  const begun: { pid: number }[] = JSON.parse(ledger);
  expect(begun.length).toBeGreaterThan(0);
  expect(begun.map(({ pid }) => startTimeOf(pid))).toEqual(begun.map(() => undefined));
  expect(readRunFile(state)).toBeUndefined();
  expect([lockHolder(state, 'system'), lockHolder(state, 'servers')]).toEqual([undefined, undefined]);
});

describe('a system whose launcher is killed by SIGKILL', () => {
  test('leaves no process, and the next start works', async () => {
    const state = newState();
    const launcher = runTypeScript('test/harness/fixtures/systemLauncher.ts', [state]);
    const pids: number[] = JSON.parse(await firstLine(launcher));
    expect(pids.map((pid) => startTimeOf(pid) !== undefined)).toEqual([true, true, true, true, true]);
    launcher.kill('SIGKILL');
    await exitOf(launcher);
    await until(() => pids.every((pid) => startTimeOf(pid) === undefined));
    expect(existsSync(path.join(state, 'run.json'))).toBe(true); // nobody was left to remove it
    const lines: string[] = [];
    const system = await start(state, (line) => lines.push(line));
    expect(readRunFile(state)?.gatewayUrl).toBe(system.gatewayUrl);
    await system.stop();
  });
});
