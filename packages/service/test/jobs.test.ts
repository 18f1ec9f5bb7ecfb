import { initTelemetry } from '@nakku/telemetry';
import { eventually } from '@nakku/testkit';
import { pauseAfter, startJobs } from '../src/jobs.ts';

const telemetry = initTelemetry({ service: 'tiny', logLevel: 'silent' });
afterAll(() => telemetry.shutdown());

test('a job never overlaps itself, and a stop waits for the run under way', async () => {
  let [running, peak, runs] = [0, 0, 0];
  let release: (() => void) | undefined;
  const job = {
    name: 'sweep',
    everyMs: 1,
    run: async () => {
      running += 1;
      runs += 1;
      peak = Math.max(peak, running);
      if (runs === 3) await new Promise<void>((resolve) => (release = resolve));
      running -= 1;
    },
  };
  const jobs = startJobs('tiny', [job]);
  await eventually(() => expect(release).toBeDefined());
  let stopped = false;
  const stopping = jobs.stop().then(() => (stopped = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(stopped).toBe(false);
  release?.();
  await stopping;
  expect([running, peak, runs]).toEqual([0, 1, 3]);
});

test('a stop reaches a run through its signal, and a pause at once', async () => {
  let aborted = 0;
  const waiting = {
    name: 'waiting',
    everyMs: 1,
    run: (signal: AbortSignal) =>
      new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => {
          aborted += 1;
          resolve();
        }),
      ),
  };
  const rare = { name: 'rare', everyMs: 3_600_000, run: () => Promise.resolve() };
  const jobs = startJobs('tiny', [waiting, rare]);
  await jobs.stop();
  expect(aborted).toBe(1);
});

test('after errors the pause doubles up to a minute', () => {
  expect([0, 1, 2, 3].map((failures) => pauseAfter(500, failures))).toEqual([500, 1_000, 2_000, 4_000]);
  expect(pauseAfter(500, 50)).toBe(60_000);
  expect(pauseAfter(300_000, 0)).toBe(300_000);
  expect(pauseAfter(300_000, 9)).toBe(300_000);
});

test('a job that fails runs again', async () => {
  let runs = 0;
  const run = () => {
    runs += 1;
    return runs === 1 ? Promise.reject(new Error('once')) : Promise.resolve();
  };
  const jobs = startJobs('tiny', [{ name: 'flaky', everyMs: 1, run }]);
  await eventually(() => expect(runs).toBeGreaterThanOrEqual(3));
  await jobs.stop();
});
