import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { z } from 'zod';

const responseSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.unknown()).optional(),
});
const payloadSchema = z.looseObject({ userErrors: z.array(z.unknown()).optional() });

export interface Caller {
  readonly token?: string;
  readonly cartToken?: string;
}

/** What is loaded: a plain client that makes as little of its own as it can, so that the shop is measured. */
export interface Client {
  /** @throws Error for errors and for refusals of the only field */
  execute(query: string, variables: object, caller?: Caller): Promise<Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

export function openClient(url: string, connections = 64): Client {
  const pool = new Pool(url, { connections, keepAliveTimeout: 60_000 });
  return {
    async execute(query, variables, { token, cartToken } = {}) {
      const { body } = await pool.request({
        method: 'POST',
        path: '/graphql',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(cartToken === undefined ? {} : { 'x-cart-token': cartToken }),
        },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = responseSchema.parse(await body.json());
      if (errors || !data) throw new Error(JSON.stringify(errors ?? 'no data').slice(0, 300));
      const [field] = Object.values(data);
      const { userErrors } = payloadSchema.safeParse(field).data ?? {};
      if (userErrors && userErrors.length > 0) throw new Error(JSON.stringify(userErrors).slice(0, 300));
      return data;
    },
    close: () => pool.destroy(),
  };
}

/** Units per second and how long they took. */
export interface Load {
  readonly units: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly latencies: readonly number[];
  /** How often each message came. */
  readonly failures: ReadonlyMap<string, number>;
}

/** `width` workers repeat `work` for so long, each one after the other. */
export async function closedLoop(
  o: { width: number; seconds: number; units?: number },
  work: (turn: number, worker: number) => Promise<unknown>,
): Promise<Load> {
  const latencies: number[] = [];
  const failures = new Map<string, number>();
  const began = performance.now();
  let turn = 0;
  const isOver = (): boolean =>
    performance.now() - began >= o.seconds * 1_000 || turn >= (o.units ?? Number.POSITIVE_INFINITY);
  await Promise.all(
    Array.from({ length: o.width }, async (_, worker) => {
      while (!isOver()) {
        const started = performance.now();
        try {
          await work(turn++, worker);
          latencies.push(performance.now() - started);
        } catch (error) {
          const message = String(error).slice(0, 160);
          failures.set(message, (failures.get(message) ?? 0) + 1);
          await pause(5);
        }
      }
    }),
  );
  return { units: latencies.length, seconds: (performance.now() - began) / 1_000, latencies, failures };
}
