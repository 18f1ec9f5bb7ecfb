// What clients feel of a new supergraph: times of requests while one is loaded, beside those before. Run:
// npm run with-servers -- npx tsx --conditions=@nakku/source bench/gateway/swap.ts [--swaps 4]
// It fails if the 99th percentile of the seconds with a swap is more than twice that of those before.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { generateSigningKey } from '@nakku/identity';
import { parse } from 'graphql';
import { z } from 'zod';
import { composeSupergraph } from '../../gateway/src/supergraph/compose.ts';
import { nothing, startPart } from '../subscriptions/calls.ts';
import { openTokens } from '../subscriptions/tokens.ts';
import { timesOf } from './load.ts';
import { queries } from './queries.ts';
import { shops } from './schemas.ts';

const bar = 2;
/** A supergraph takes over after its plans are warm, at the latest after five seconds. */
const windowSeconds = 6;
/** Types beside those that are asked for, so that the supergraph is as large as that of the whole shop. */
const otherTypes = 250;

const { values } = parseArgs({ options: { swaps: { type: 'string', default: '4' } } });
const folder = mkdtempSync(path.join(tmpdir(), 'nakku-bench-'));
const tokens = await openTokens();
const { privateJwk } = await generateSigningKey();
const subgraphs = startPart('../gateway/subgraphs.ts');
const urls = await subgraphs.call('start', z.record(z.string(), z.string()), 'orders');
const supergraphFile = path.join(folder, 'supergraph.graphql');
writeFileSync(supergraphFile, composed(0));
const gateway = startPart('../gateway/nakku.ts');
const endpoint = await gateway.call('start', z.string(), {
  supergraphFile,
  redisUrl: process.env.REDIS_URL,
  redisPrefix: `bench-${process.pid}:`,
  jwksUrl: tokens.jwksUrl,
  identityPrivateJwk: privateJwk,
  undici: false,
});
const token = await tokens.of('customer');
const load = (seconds: number) => timesOf(endpoint, token, queries.U, seconds);

await load(windowSeconds);
const [before, during]: [number[], number[]] = [[], []];
for (let swap = 1; swap <= Number(values.swaps); swap += 1) {
  before.push(...(await load(windowSeconds)));
  const loading = load(windowSeconds);
  await gateway.call('replace', nothing, composed(swap));
  during.push(...(await loading));
}
await gateway.call('stop', nothing);
await Promise.all([gateway.stop(), subgraphs.stop()]);
tokens.stop();
rmSync(folder, { recursive: true });

const ratio = percentile(during, 0.99) / percentile(before, 0.99);
console.table({ before: described(before), 'with a swap': described(during) });
console.log(
  `p99 with a swap ${ratio.toFixed(2)} × that before, bar ${bar}: ${ratio <= bar ? 'met' : 'missed'}`,
);
process.exit(ratio <= bar ? 0 : 1);

function described(times: readonly number[]) {
  const rounded = (share: number) => Number(percentile(times, share).toFixed(1));
  return { requests: times.length, p50: rounded(0.5), p99: rounded(0.99), longest: rounded(1) };
}

/** @returns ms */
function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
}

/** The supergraph of the shop with many more types, and a field that tells the versions apart. */
function composed(version: number): string {
  const { schemas } = shops.orders;
  const others = Array.from(
    { length: otherTypes },
    (_, i) => `type Other${i} @key(fields: "id") { id: ID! name: String next: Other${(i + 1) % otherTypes} }`,
  ).join(' ');
  const more = `${others} extend type Query { version${version}: Int other: Other0 }`;
  const composition = composeSupergraph(
    Object.entries(schemas).map(([name, sdl]) => ({
      name,
      url: urls[name] ?? '',
      typeDefs: parse(name === 'products' ? `${sdl} ${more}` : sdl),
    })),
  );
  if (!composition.ok) throw new Error(JSON.stringify(composition.problems));
  return composition.sdl;
}
