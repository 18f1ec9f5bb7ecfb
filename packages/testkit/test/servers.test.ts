import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { servers } from '../src/index.ts';

const state = mkdtempSync(path.join(tmpdir(), 'nakku-testkit-'));
afterAll(() => rmSync(state, { recursive: true }));

test('the environment wins over the run file; a missing server is one clear error', () => {
  const empty = path.join(state, 'none');
  expect(() => servers({ NAKKU_STATE: empty, REDIS_URL: 'redis://127.0.0.1:1' })).toThrow(
    /start the servers first/,
  );
  const run = {
    postgresUrl: 'postgresql://p@127.0.0.1:2',
    kafkaBrokers: '127.0.0.1:3',
    redisUrl: 'redis://127.0.0.1:4',
  };
  writeFileSync(path.join(state, 'run.json'), JSON.stringify(run));
  expect(servers({ NAKKU_STATE: state })).toEqual(run);
  expect(servers({ NAKKU_STATE: state, REDIS_URL: 'redis://127.0.0.1:1' })).toEqual({
    ...run,
    redisUrl: 'redis://127.0.0.1:1',
  });
});
