/**
 * Events per second through the outbox relay and through a consumer, each alone, and the way of a single event.
 * Run: POSTGRES_URL=… KAFKA_BROKERS=… npx tsx --conditions=@nakku/source packages/messaging/test/throughput.bench.ts [events]
 */
import { cpuUsage } from 'node:process';
import {
  appliedTo,
  changeCart,
  createWorld,
  newId,
  note,
  noting,
  range,
} from '../packages/messaging/test/world.ts';
import type { TestService } from '../packages/messaging/test/world.ts';

const events = Number(process.argv[2] ?? 10_000);
const world = createWorld();

async function until(what: () => Promise<boolean>, everyMs = 10): Promise<void> {
  while (!(await what())) await new Promise((resolve) => setTimeout(resolve, everyMs));
}

async function count(service: TestService, sql: string): Promise<number> {
  const [row] = await service.db.rows<{ n: number }>(sql);
  return row?.n ?? 0;
}

async function measured(name: string, work: () => Promise<void>): Promise<void> {
  const [before, from] = [cpuUsage(), performance.now()];
  await work();
  const seconds = (performance.now() - from) / 1000;
  const cpu = cpuUsage(before);
  const perEvent = (cpu.user + cpu.system) / 1000 / events;
  const rate = Math.round(events / seconds);
  process.stdout.write(
    `${name}: ${rate} events/s, ${perEvent.toFixed(3)} CPU ms per event in this process\n`,
  );
}

try {
  const shop = await world.service('shop');
  const reader = await world.service('reader');
  const idle = shop.platform();
  const carts = range(1, events / 10).map(newId);
  await measured('commit', async () => {
    const waiting = [...carts];
    const writer = async (): Promise<void> => {
      for (let cart = waiting.pop(); cart !== undefined; cart = waiting.pop()) {
        for (let i = 0; i < 10; i += 1) await changeCart(idle, cart);
      }
    };
    await Promise.all(range(1, 8).map(writer));
  });
  const publisher = shop.platform();
  await measured('relay', async () => {
    await publisher.start();
    const left = 'SELECT count(*)::int AS n FROM platform.outbox WHERE published_at IS NULL';
    await until(async () => (await count(shop, left)) === 0);
  });
  const consumer = reader.platform();
  await measured('consume with an effect', async () => {
    await consumer.start({ consumer: noting('cart.updated') });
    await until(async () => (await count(reader, 'SELECT count(*)::int AS n FROM applied')) === events);
  });
  const passing = await world.service('passing');
  await measured('consume without a handler', async () => {
    await passing.platform().start({ consumer: { 'cart.cleared': note } });
    const sum = 'SELECT coalesce(sum(sequence), 0)::int AS n FROM platform.stream_positions';
    await until(async () => (await count(passing, sum)) === events);
  });
  await measured('reprocessing of known events', async () => {
    const again = reader.platform({ name: 'again' });
    await again.start({ consumer: noting('cart.updated') });
    const last = range(1, 12).map(newId);
    for (const cart of last) await changeCart(publisher, cart);
    await until(async () => (await count(reader, 'SELECT count(*)::int AS n FROM applied')) === events + 12);
    await again.stop();
  });
  const times: number[] = [];
  for (let i = 0; i < 200; i += 1) {
    const [cart, from] = [newId(), performance.now()];
    await changeCart(publisher, cart);
    await until(async () => (await appliedTo(reader, cart)).length === 1, 1);
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  process.stdout.write(`commit to applied, one at a time: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms\n`);
} finally {
  await world.end();
}
