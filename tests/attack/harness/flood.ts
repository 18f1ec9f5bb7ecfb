import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startBystander } from './bystander.ts';
import { must } from './cases.ts';
import type { Round } from './rounds.ts';
import { verdictOn } from './rounds.ts';
import type { World } from './world.ts';

/** Attack and quiet take turns, so that each is measured beside the other whatever else the machine does. */
const MIN_ROUNDS = 5;
const MAX_ROUND_MS = 30_000;
const QUIET_MS = 2_000;
/** What the attack left running ends within that time. */
const RECOVERY_MS = 500;
const SAMPLE_EVERY_MS = 500;
/** What a flood of one address may add, in bytes. */
const MAX_REDIS_GROWTH = 64 * 1024 * 1024;
const MAX_HEAP = 700 * 1024 * 1024;

/**
 * An attack from one address: runs until `signal` is aborted and says what it did.
 * @param round what one round asks for must be new in the next one
 */
export type Attack = (signal: AbortSignal, round: number) => Promise<string>;

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
 * Attacks for `floodMs` in rounds while a bystander shops, and measures what it notices.
 * @param o.rounds fewer, for an attack that takes long to show
 * @throws GotThrough when the bystander is served more than twice as slowly or not at all, or memory is not bounded
 */
export async function besideBystander(
  world: World,
  attack: Attack,
  { floodMs = world.floodMs, rounds = roundsOf(floodMs) }: { floodMs?: number; rounds?: number } = {},
): Promise<{ outcome: 'held'; detail: string }> {
  const redis = new Redis(world.production.system.servers.redisUrl, { maxRetriesPerRequest: 1 });
  const bystander = await startBystander(world.target.url);
  const controllers: AbortController[] = [];
  try {
    const quiet = async () => {
      await bystander.figures();
      await pause(QUIET_MS);
      return bystander.figures();
    };
    const start = await sizes(world, redis);
    let peak = start;
    const measured: Round[] = [];
    const did: string[] = [];
    let before = await quiet();
    for (let round = 0; round < rounds; round += 1) {
      const controller = new AbortController();
      controllers.push(controller);
      const attacking = attack(controller.signal, round);
      const end = performance.now() + floodMs / rounds;
      while (performance.now() < end) {
        await Promise.race([pause(Math.min(SAMPLE_EVERY_MS, end - performance.now())), failureOf(attacking)]);
        const now = await sizes(world, redis);
        peak = { redis: Math.max(peak.redis, now.redis), heap: Math.max(peak.heap, now.heap) };
      }
      const during = await bystander.figures();
      controller.abort();
      did.push(await attacking);
      await pause(RECOVERY_MS);
      const after = await quiet();
      measured.push({ before, during, after });
      before = after;
    }
    const { failure, detail: noticed } = verdictOn(measured);
    const detail = `${noticed}; Redis +${megabytes(peak.redis - start.redis)}, heap ≤ ${megabytes(peak.heap)}; ${did.at(-1)}`;
    must(failure === undefined, `${failure}: ${detail}`);
    must(peak.redis - start.redis <= MAX_REDIS_GROWTH && peak.heap <= MAX_HEAP, `memory: ${detail}`);
    return { outcome: 'held', detail };
  } finally {
    for (const controller of controllers) controller.abort();
    await bystander.stop();
    redis.disconnect();
  }
}

const roundsOf = (floodMs: number): number => Math.max(MIN_ROUNDS, Math.ceil(floodMs / MAX_ROUND_MS));

/** Only rejects: an attack that is over early does not shorten its round. */
const failureOf = (attacking: Promise<unknown>): Promise<never> =>
  new Promise((_, reject) => void attacking.catch(reject));

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
