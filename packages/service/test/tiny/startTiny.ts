import path from 'node:path';
import { GraphQLError, parse } from 'graphql';
import { loadConfig, startSubgraph, subgraphEnv } from '../../src/index.ts';
import type { BaseContext, RunningService, SubgraphParts } from '../../src/index.ts';
import { z } from 'zod';
import { adapterDatabase } from './adapterDatabase.ts';

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])
  type Query { clicks: Int! notes: [String!]! caller: String! requestId: String! slow(ms: Int!): String! broken: String refused: String loaded: Int! }
  type Mutation { click: Int! }
  type Subscription { ticks(upTo: Int!): Tick! slowTicks(ms: Int!): Tick! quiet: Tick! breaks: Tick! }
  type Tick @key(fields: "n") { n: Int! loaded: Int! caller: String! }
`);

export const migrations = path.join(import.meta.dirname, 'migrations');

const cartId = '019a0000-0000-7000-8000-000000000001';

function cleared(lineCount: number) {
  const at = new Date().toISOString();
  return { cartId, customerId: null, storeId: null, lineCount, total: 0, currency: null, at };
}

interface TinyContext extends BaseContext {
  readonly loads: { count: number };
}

/** What a test sees of the inside. */
export interface TinyProbe {
  quietEnded: number;
  stopped: number;
}

/** The smallest subgraph with everything in it: database, mutation, subscription, errors, a job. */
export function startTiny(
  env: Record<string, string>,
  probe: TinyProbe = { quietEnded: 0, stopped: 0 },
): Promise<RunningService> {
  return startSubgraph({
    name: 'tiny',
    config: loadConfig(z.object(subgraphEnv), env),
    typeDefs,
    migrations,
    prisma: adapterDatabase,
    build: ({ pool, liveDb, platform }): SubgraphParts<ReturnType<typeof adapterDatabase>> => ({
      context: () => ({ loads: { count: 0 } }),
      consumer: {
        'cart.cleared': async ({ data }, tx) => {
          await tx.db.$executeRawUnsafe('INSERT INTO note (text) VALUES ($1)', `cleared ${data.lineCount}`);
        },
      },
      onStop: () => void (probe.stopped += 1),
      routes: [
        { method: 'POST', path: '/echo', bodyLimitBytes: 16, handle: ({ body }) => ({ status: 200, body }) },
        { method: 'GET', path: '/broken', handle: () => Promise.reject(new Error('secret detail')) },
      ],
      resolvers: {
        Query: {
          clicks: async () => Number((await pool.query('SELECT value FROM counter')).rows[0].value),
          notes: async () =>
            (await pool.query('SELECT text FROM note ORDER BY text')).rows.map(({ text }) => text),
          caller: (_: unknown, _args: unknown, { caller }: TinyContext) => describe(caller),
          requestId: (_: unknown, _args: unknown, { requestId }: TinyContext) => requestId,
          slow: async (_: unknown, { ms }: { ms: number }) => {
            await pool.query('SELECT pg_sleep($1)', [ms / 1_000]);
            return 'done';
          },
          broken: () => pool.query('SELECT secret FROM nowhere'),
          refused: () => {
            throw new GraphQLError('not for you', { extensions: { code: 'FORBIDDEN', need: 'scope' } });
          },
          loaded: (_: unknown, _args: unknown, { loads }: TinyContext) => (loads.count += 1),
        },
        Mutation: {
          click: () =>
            platform.transaction(async (tx) => {
              const [row] = await tx.db.$queryRawUnsafe<{ value: string }[]>(
                'UPDATE counter SET value = value + 1 RETURNING value',
              );
              const value = Number(row?.value);
              tx.emit({ type: 'cart.cleared', subject: cartId, sequence: value, data: cleared(value) });
              return value;
            }),
        },
        Subscription: {
          ticks: {
            subscribe: async function* (_: unknown, { upTo }: { upTo: number }) {
              for (let n = 1; n <= upTo; n += 1) yield Promise.resolve({ ticks: { n } });
            },
          },
          slowTicks: {
            subscribe: async function* (_: unknown, { ms }: { ms: number }) {
              await liveDb.$executeRawUnsafe('SELECT pg_sleep($1)', ms / 1_000);
              yield { slowTicks: { n: 1 } };
            },
          },
          quiet: { subscribe: () => quiet(probe) },
          breaks: {
            subscribe: async function* () {
              yield Promise.resolve({ breaks: { n: 1 } });
              await pool.query('SELECT secret FROM nowhere');
            },
          },
        },
        Tick: {
          loaded: (_: unknown, _args: unknown, { loads }: TinyContext) => (loads.count += 1),
          caller: (_: unknown, _args: unknown, { caller }: TinyContext) => describe(caller),
        },
      },
    }),
  });
}

function describe(caller: BaseContext['caller']): string {
  return caller.kind === 'user' ? `${caller.userId} ${caller.roles.join()}` : 'anonymous';
}

/** Says one thing and then nothing until it is ended. */
function quiet(probe: TinyProbe): AsyncIterableIterator<unknown> {
  let first = true;
  let end: ((result: IteratorResult<unknown>) => void) | undefined;
  return {
    next: () => {
      if (!first) return new Promise((resolve) => (end = resolve));
      first = false;
      return Promise.resolve({ done: false, value: { quiet: { n: 0 } } });
    },
    return: () => {
      probe.quietEnded += 1;
      end?.({ done: true, value: undefined });
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
