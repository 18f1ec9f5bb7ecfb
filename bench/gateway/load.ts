import { Pool } from 'undici';
import type { Part } from '../subscriptions/calls.ts';
import { cpuOf, memoryOf } from '../subscriptions/usage.ts';
import type { MeasuredQuery } from './queries.ts';

export interface Figures {
  /** User and system time of the gateway per request, ms. */
  readonly cpuMs: number;
  readonly perSecond: number;
  readonly p99Ms: number;
  readonly memoryMb: number;
}

const connections = 16;
let number = 0;

/** Sends a query again and again, first to warm up, and measures what the gateway needs. Throws if a response has errors. */
export async function measure(
  part: Part,
  endpoint: string,
  token: string,
  query: MeasuredQuery,
  o: { readonly warmSeconds: number; readonly seconds: number },
): Promise<Figures> {
  const { pool, send } = sender(endpoint, token, query);
  await send();
  await run(send, o.warmSeconds);
  const before = await cpuOf(part);
  const started = performance.now();
  const times = (await run(send, o.seconds)).sort((a, b) => a - b);
  const seconds = (performance.now() - started) / 1_000;
  const cpu = (await cpuOf(part)) - before;
  await pool.close();
  return {
    cpuMs: cpu / 1_000 / times.length,
    perSecond: times.length / seconds,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
    memoryMb: (await memoryOf(part)) / 2 ** 20,
  };
}

/** @returns how long each request of some seconds took, ms. Throws if a response has errors. */
export async function timesOf(
  endpoint: string,
  token: string,
  query: MeasuredQuery,
  seconds: number,
): Promise<number[]> {
  const { pool, send } = sender(endpoint, token, query);
  const times = await run(send, seconds);
  await pool.close();
  return times;
}

function sender(endpoint: string, token: string, query: MeasuredQuery) {
  const url = new URL(endpoint);
  const pool = new Pool(url.origin, { connections });
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    authorization: `Bearer ${token}`,
  };
  const send = async (): Promise<string> => {
    number += 1;
    const { statusCode, body } = await pool.request({
      path: url.pathname,
      method: 'POST',
      headers,
      body: query.body(number),
    });
    const text = await body.text();
    if (statusCode !== 200 || text.startsWith('{"errors"'))
      throw new Error(`${statusCode} ${text.slice(0, 500)}`);
    return text;
  };
  return { pool, send };
}

/** @returns how long each request took, ms */
async function run(send: () => Promise<unknown>, seconds: number): Promise<number[]> {
  const until = performance.now() + seconds * 1_000;
  const times: number[] = [];
  const loop = async (): Promise<void> => {
    while (performance.now() < until) {
      const started = performance.now();
      await send();
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: connections }, loop));
  return times;
}
