import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clusterId } from '../../src/servers/kafka.ts';
import { javaRelease, programOnPath } from '../../src/servers/preflight.ts';
import { newState } from '../harness/launchers.ts';

test('javaRelease reads the notations of old and new releases', () => {
  expect(javaRelease('openjdk version "17.0.15" 2025-04-15')).toBe(17);
  expect(javaRelease('openjdk version "25" 2025-09-16')).toBe(25);
  expect(javaRelease('java version "1.8.0_412"')).toBe(8);
  expect(javaRelease('Error: could not open a library')).toBeUndefined();
});

test('programOnPath finds an executable file only', () => {
  const folder = newState();
  const program = path.join(folder, 'redis-server');
  writeFileSync(program, '');
  expect(programOnPath('redis-server', { PATH: `/nowhere:${folder}` })).toBeUndefined();
  chmodSync(program, 0o755);
  expect(programOnPath('redis-server', { PATH: `/nowhere:${folder}` })).toBe(program);
});

test('a cluster id never looks like an option of the command line', () => {
  const draws = [Buffer.alloc(16, 0xf8), Buffer.alloc(16, 0)];
  expect(clusterId(() => draws.shift() ?? Buffer.alloc(16, 1))).toBe('AAAAAAAAAAAAAAAAAAAAAA');
  expect(Buffer.alloc(16, 0xf8).toString('base64url')).toMatch(/^-/);
});
