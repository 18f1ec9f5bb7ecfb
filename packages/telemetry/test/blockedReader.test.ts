import { fork } from 'node:child_process';
import path from 'node:path';

test('nobody reads the log: the process goes on, counts what it drops, and ends', async () => {
  const child = fork(path.join(import.meta.dirname, 'blockedReader.fixture.ts'), {
    execArgv: ['--conditions=@nakku/source', '--import', 'tsx'],
    env: { ...process.env, LOG_LEVEL: 'info', LOG_FORMAT: '', NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  child.stdout?.pause();
  const reports: { lines: number; beats: number }[] = [];
  child.on('message', (message) => void reports.push(Object(message)));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  child.stdout?.destroy();
  expect(code).toBe(3);
  expect(reports).toHaveLength(1);
  expect(reports[0]?.beats).toBeGreaterThanOrEqual(50);
  expect(reports[0]?.lines).toBeGreaterThan(0);
});
