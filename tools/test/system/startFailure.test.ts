import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hostSystems } from '../../../tests/e2e/harness/systems.mjs';
import { explainStartFailure } from '../../src/system/startFailure.ts';

test('a start that failed is explained by its causes, what it said, and logs that tell of errors; all logs are kept', () => {
  const state = mkdtempSync(path.join(tmpdir(), 'nakku-start-'));
  mkdirSync(path.join(state, 'logs'));
  const lines = Array.from({ length: 20 }, (_, line) => `{"level":"info","msg":"line ${line}"}`);
  writeFileSync(
    path.join(state, 'logs/orders.log'),
    [...lines, '{"level":"error","msg":"no broker"}'].join('\n'),
  );
  writeFileSync(path.join(state, 'logs/cart.log'), lines.join('\n'));
  const error = new Error('orders was not ready within 60 s.', { cause: new Error('connect ECONNREFUSED') });
  const { message } = explainStartFailure(error, state, [
    'starting servers',
    '{"kind":"died","name":"orders"}',
  ]);
  rmSync(state, { recursive: true });
  expect(message).toMatch(/^the system did not start\n\nError: orders was not ready within 60 s\.\n/);
  expect(message).toContain('Error: connect ECONNREFUSED');
  expect(message).toContain('what it said:\nstarting servers\n{"kind":"died","name":"orders"}\n');
  expect(message).toContain(
    `the end of orders.log:\n${lines.slice(6).join('\n')}\n{"level":"error","msg":"no broker"}\n`,
  );
  expect(message).not.toContain('cart.log');
  const [, kept = ''] = /all logs: (\S+)$/.exec(message) ?? [];
  expect(readdirSync(kept)).toEqual(['cart.log', 'orders.log']);
  rmSync(kept, { recursive: true });
});

test('whoever asks for the system is told why it did not start, so is the console, and the next one has it started again', async () => {
  const reports: string[] = [];
  let starts = 0;
  const stopped: number[] = [];
  const systems = await hostSystems({
    host: () => {
      starts += 1;
      if (starts === 1) return Promise.reject(new Error('kafka was not ready'));
      const mine = starts;
      return Promise.resolve({ address: { start: mine }, stop: async () => void stopped.push(mine) });
    },
    report: (text) => reports.push(text),
  });
  const first = await fetch(`${systems.url}/1`);
  expect([first.status, await first.text()]).toEqual([500, 'kafka was not ready']);
  expect(reports).toEqual(['\nworker /1: kafka was not ready\n']);
  expect(await (await fetch(`${systems.url}/1`)).json()).toEqual({ start: 2 });
  expect(await (await fetch(`${systems.url}/1`)).json()).toEqual({ start: 2 });
  expect(await (await fetch(`${systems.url}/2`)).json()).toEqual({ start: 3 });
  await systems.stop();
  expect(stopped.sort()).toEqual([2, 3]);
  expect(reports).toHaveLength(1);
});
