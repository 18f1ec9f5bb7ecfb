import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lockHolder, takeLock } from '../../src/processes/lock.ts';
import { ownIdentity } from '../../src/processes/processIdentity.ts';
import { exitOf, firstLine, newState, runTypeScript } from '../harness/launchers.ts';

const lockFiles = (state: string): string[] => readdirSync(path.join(state, 'locks'));

describe('takeLock', () => {
  test('refuses while the holder lives and names it; is free again after release', () => {
    const state = newState();
    const first = takeLock(state, 'servers');
    const second = takeLock(state, 'servers');
    expect(second).toMatchObject({ kind: 'held', by: { pid: process.pid, released: false } });
    expect(lockHolder(state, 'servers')?.pid).toBe(process.pid);
    if (first.kind === 'taken') first.release();
    expect(lockHolder(state, 'servers')).toBeUndefined();
    expect(takeLock(state, 'servers').kind).toBe('taken');
    expect(lockFiles(state)).toEqual(['servers.2']);
  });

  test('locks of different names do not meet', () => {
    const state = newState();
    expect([takeLock(state, 'servers').kind, takeLock(state, 'system').kind]).toEqual(['taken', 'taken']);
  });

  test('a dead holder, and a later process with its pid, hold nothing', () => {
    const state = newState();
    const released = takeLock(state, 'servers');
    if (released.kind === 'taken') released.release();
    const holder = { ...ownIdentity(), start: 'earlier', since: '', command: '', released: false };
    writeFileSync(path.join(state, 'locks/servers.2'), JSON.stringify(holder));
    expect(lockHolder(state, 'servers')).toBeUndefined();
    expect(takeLock(state, 'servers').kind).toBe('taken');
    expect(lockFiles(state)).toEqual(['servers.3']);
  });

  test('of four starts at once exactly one gets it', async () => {
    const state = newState();
    const launchers = [1, 2, 3, 4].map(() => runTypeScript('test/harness/fixtures/launcher.ts', [state]));
    const lines = await Promise.all(launchers.map(async (child) => JSON.parse(await firstLine(child))));
    const winners = launchers.filter((_, index) => 'polite' in lines[index]);
    expect(winners).toHaveLength(1);
    const refusedBy = lines.flatMap((line) => ('refusedBy' in line ? [line.refusedBy] : []));
    expect(refusedBy).toEqual([winners[0]?.pid, winners[0]?.pid, winners[0]?.pid]);
    winners[0]?.kill('SIGKILL');
    await Promise.all(launchers.map(exitOf));
  });
});
