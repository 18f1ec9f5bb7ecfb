import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Figures } from './bystander.ts';
import { startBystander } from './bystander.ts';
import { must } from './cases.ts';
import type { World } from './world.ts';

/** How much slower a bystander may be served while one address attacks. */
const MAX_RATIO = 2;
/** Below this, in milliseconds, a difference is the scheduler's. */
const NOISE_MS = 25;
const BASELINE_MS = 3_000;
/** What the attack left running ends within that time. */
const RECOVERY_MS = 1_000;
/** Fewer requests in the time without an attack are no figure. */
const MIN_COUNT = 20;
const SAMPLE_EVERY_MS = 500;
/** What a flood of one address may add, in bytes. */
const MAX_REDIS_GROWTH = 64 * 1024 * 1024;
const MAX_HEAP = 700 * 1024 * 1024;

interface Sizes {
  readonly redis: number;
  readonly heap: number;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

async function gatewayHeap({ production }: World): Promise<number> {
  const response = await fetch(`${production.system.internalUrl('gateway')}/metrics`);
  const [, bytes] = /^nodejs_heap_size_used_bytes\{[^}]*\} (\S+)$/m.exec(await response.text()) ?? [];
  return Number(bytes);
}

async function sizes(world: World, redis: Redis): Promise<Sizes> {
  const [, used] = /^used_memory:(\d+)/m.exec(await redis.info('memory')) ?? [];
  return { redis: Number(used), heap: await gatewayHeap(world) };
}

/**
 * Attacks for `floodMs` while a bystander shops, and measures what it notices.
 * @param attack runs until `signal` is aborted and says what it did
 * @throws GotThrough when the bystander is served more than twice as slowly or not at all, or memory is not bounded
 */
export async function besideBystander(
  world: World,
  attack: (signal: AbortSignal) => Promise<string>,
  floodMs = world.floodMs,
): Promise<{ outcome: 'held'; detail: string }> {
  const redis = new Redis(world.production.system.servers.redisUrl, { maxRetriesPerRequest: 1 });
  const bystander = await startBystander(world.target.url);
  const controller = new AbortController();
  try {
    await pause(BASELINE_MS);
    const before = await bystander.figures();
    const start = await sizes(world, redis);
    let peak = start;
    const attacking = attack(controller.signal);
    const end = performance.now() + floodMs;
    while (performance.now() < end) {
      await Promise.race([pause(SAMPLE_EVERY_MS), attacking]);
      const now = await sizes(world, redis);
      peak = { redis: Math.max(peak.redis, now.redis), heap: Math.max(peak.heap, now.heap) };
      if (performance.now() < end) await pause(SAMPLE_EVERY_MS);
    }
    const during = await bystander.figures();
    controller.abort();
    const did = await attacking;
    await pause(RECOVERY_MS);
    await bystander.figures();
    await pause(BASELINE_MS);
    const after = await bystander.figures();
    // A machine that others use as well is slow at one time and fast at another.
    const usual = Math.max(before.p95, after.p95);
    const detail = `${describe(usual, during)}; Redis +${megabytes(peak.redis - start.redis)}, heap ≤ ${megabytes(peak.heap)}; ${did}`;
    must(
      during.failed === 0,
      `the bystander was not served ${during.failed} of ${during.count} times; ${detail}`,
    );
    must(Math.min(before.count, after.count) >= MIN_COUNT, `the machine is too busy to measure: ${detail}`);
    must(during.p95 <= Math.max(usual * MAX_RATIO, NOISE_MS), `too slow: ${detail}`);
    must(peak.redis - start.redis <= MAX_REDIS_GROWTH && peak.heap <= MAX_HEAP, `memory: ${detail}`);
    return { outcome: 'held', detail };
  } finally {
    controller.abort();
    await bystander.stop();
    redis.disconnect();
  }
}

const describe = (usual: number, during: Figures): string =>
  `bystander p95 ${usual.toFixed(0)} → ${during.p95.toFixed(0)} ms (${during.count} requests)`;

/** Repeats `one` in `parallel` lanes until the end; counts what the results are called. */
export async function inLanes(
  parallel: number,
  signal: AbortSignal,
  one: (index: number) => Promise<string>,
): Promise<string> {
  const counts = new Map<string, number>();
  let index = 0;
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      while (!signal.aborted) {
        const name = await one((index += 1)).catch((error: unknown) =>
          error instanceof Error ? error.name : 'Error',
        );
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }),
  );
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(', ');
}
