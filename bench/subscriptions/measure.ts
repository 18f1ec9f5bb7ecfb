import { z } from 'zod';
import { nothing, startPart } from './calls.ts';
import type { Part } from './calls.ts';
import { startServer } from './servers.ts';
import type { Contender, Server, ServerOptions } from './servers.ts';
import { cpuOf, memoryOf } from './usage.ts';

export interface Subscription {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly token?: string;
}

/** One change, or one for each client, that all clients are told of. */
export interface Round {
  /** The number that the messages about it carry. */
  readonly mark: number;
  /** Commits it; gives the time of the commit that a client's message is about. */
  change(): Promise<(client: number) => number>;
}

export interface Scenario {
  readonly query: string;
  readonly mark: string;
  /** One for each client. */
  readonly subscriptions: readonly Subscription[];
  /** Not counted: they warm up. */
  readonly warmUp: readonly Round[];
  readonly rounds: readonly Round[];
}

export interface Figures {
  /** Connecting, subscribing and the first message: CPU µs per client. */
  readonly joinCpu: number;
  /** CPU µs per client and change. */
  readonly changeCpu: number;
  /** Resident bytes per client that waits. */
  readonly memory: number;
  /** Change → client, ms. */
  readonly p50: number;
  readonly p99: number;
  /** Change → the last client, median of the rounds, ms. */
  readonly last: number;
  readonly upstreamSockets: number;
}

/** Processes that clients run in. */
const crowds = 2;
/** Clients that come and go before anything is counted. */
const early = 100;

const countsSchema = z.object({ fewest: z.number(), largest: z.number() });

/** Runs a scenario against a server that is started for it, with clients in other processes. */
export async function measure(
  contender: Contender,
  scenario: Scenario,
  options: ServerOptions,
  profiles: string | undefined,
): Promise<Figures> {
  const server = await startServer(contender, options, profiles);
  const parts = Array.from({ length: crowds }, () => startPart('load.ts'));
  try {
    return await run(server, parts, scenario);
  } finally {
    await Promise.all([server, ...parts].map((part) => part.stop()));
  }
}

async function run(server: Server, parts: readonly Part[], scenario: Scenario): Promise<Figures> {
  const { part } = server;
  const { subscriptions } = scenario;
  await joinAll(server, parts, { ...scenario, subscriptions: subscriptions.slice(0, early) });
  await leaveAll(parts);

  const memoryBefore = await memoryOf(part);
  const cpuBefore = await cpuOf(part);
  await joinAll(server, parts, scenario);
  const joinCpu = (await cpuOf(part)) - cpuBefore;
  const memory = (await memoryOf(part)) - memoryBefore;
  for (const round of scenario.warmUp) await play(round, parts);

  const cpuJoined = await cpuOf(part);
  const rounds: number[][] = [];
  for (const round of scenario.rounds) rounds.push(await play(round, parts));
  const changeCpu = (await cpuOf(part)) - cpuJoined;

  const upstreamSockets = await server.maxUpstreamSockets();
  await expectEachOnce(parts, 1 + scenario.warmUp.length + scenario.rounds.length);
  await leaveAll(parts);
  const clients = subscriptions.length;
  const latencies = rounds.flat();
  return {
    joinCpu: joinCpu / clients,
    changeCpu: changeCpu / clients / rounds.length,
    memory: memory / clients,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    last: quantile(
      rounds.map((round) => round.reduce((largest, one) => Math.max(largest, one), 0)),
      0.5,
    ),
    upstreamSockets,
  };
}

async function joinAll(server: Server, parts: readonly Part[], scenario: Scenario): Promise<void> {
  const { query, mark, subscriptions } = scenario;
  const share = Math.ceil(subscriptions.length / parts.length);
  await Promise.all(
    parts.map((part, i) =>
      part.call('join', nothing, {
        url: server.socketUrl,
        query,
        mark,
        operations: subscriptions.slice(i * share, (i + 1) * share),
      }),
    ),
  );
}

/** Makes a change and waits until every client has it: the time that it took to each of them. */
async function play(round: Round, parts: readonly Part[]): Promise<number[]> {
  const [committed, ...times] = await Promise.all([
    round.change(),
    ...parts.map((part) => part.call('arrivals', z.array(z.number()), round.mark)),
  ]);
  return times.flat().map((time, client) => time - committed(client));
}

async function leaveAll(parts: readonly Part[]): Promise<void> {
  await Promise.all(parts.map((part) => part.call('leave', nothing)));
}

async function expectEachOnce(parts: readonly Part[], messages: number): Promise<void> {
  for (const part of parts) {
    const { fewest, largest } = await part.call('messages', countsSchema);
    if (fewest !== messages || largest !== messages) {
      throw new Error(`clients got ${fewest}–${largest} messages instead of ${messages}`);
    }
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
