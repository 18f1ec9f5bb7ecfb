import { initTelemetry } from '@nakku/telemetry';
import { Shutdown } from '../src/shutdown.ts';

const telemetry = initTelemetry({ service: 'tiny', logLevel: 'silent' });
afterAll(() => telemetry.shutdown());

test('phases run from the outside in, once, and the last added of a phase first', async () => {
  const shutdown = new Shutdown(1_000);
  const order: string[] = [];
  const note = (name: string) => () => void order.push(name);
  shutdown.on('telemetry', note('telemetry'));
  shutdown.on('pools', note('pool'));
  shutdown.on('pools', note('prisma'));
  shutdown.on('requests', note('requests'));
  shutdown.on('events', note('events'));
  shutdown.on('sockets', note('sockets'));
  expect(shutdown.begun).toBe(false);
  await Promise.all([shutdown.run(), shutdown.run()]);
  expect(order).toEqual(['requests', 'sockets', 'events', 'prisma', 'pool', 'telemetry']);
  expect(shutdown.begun).toBe(true);
});

test('a step that fails or hangs does not keep the others from running', async () => {
  const shutdown = new Shutdown(300);
  const order: string[] = [];
  shutdown.on('requests', () => Promise.reject(new Error('broken')));
  shutdown.on('jobs', () => new Promise(() => undefined));
  shutdown.on('pools', () => void order.push('pools'));
  const started = performance.now();
  await shutdown.run();
  expect(order).toEqual(['pools']);
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('a step learns how much time it has', async () => {
  const shutdown = new Shutdown(10_000);
  let given = 0;
  shutdown.on('requests', (leftMs) => void (given = leftMs));
  await shutdown.run();
  expect(given).toBeGreaterThan(4_000);
  expect(given).toBeLessThanOrEqual(4_800);
});
