// CPU of a request: Nakku's gateway beside Apollo's. Run:
// npm run with-servers -- npx tsx --conditions=@nakku/source bench/gateway/main.ts [--seconds 6] [U] [F] [T]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { generateSigningKey } from '@nakku/identity';
import { parse } from 'graphql';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { composeSupergraph } from '../../gateway/src/supergraph/compose.ts';
import { nothing, startPart } from '../subscriptions/calls.ts';
import { openTokens } from '../subscriptions/tokens.ts';
import { contenders } from './gateways.ts';
import type { Contender } from './gateways.ts';
import { measure } from './load.ts';
import type { Figures } from './load.ts';
import { queries } from './queries.ts';
import type { QueryName } from './queries.ts';
import { report } from './report.ts';
import { shops } from './schemas.ts';
import type { Shop } from './schemas.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '6' },
    results: { type: 'string', default: path.join(import.meta.dirname, '../RESULTS.md') },
    profiles: { type: 'string' },
    only: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const folder = mkdtempSync(path.join(tmpdir(), 'nakku-bench-'));
const tokens = await openTokens();
const { privateJwk } = await generateSigningKey();
const figures: Record<string, Partial<Record<Contender, Figures>>> = {};

for (const name of z
  .array(z.enum(['U', 'F', 'T']))
  .parse(positionals.length > 0 ? positionals : ['U', 'F', 'T'])) {
  const results: Partial<Record<Contender, Figures>> = {};
  for (const contender of z
    .array(z.enum(['nakku', 'bare', 'stock', 'undici']))
    .parse((values.only ?? 'nakku,bare,stock,undici').split(','))) {
    results[contender] = await measured(name, contender);
  }
  figures[name] = results;
}
tokens.stop();
rmSync(folder, { recursive: true });
const text = await format(report(figures), {
  ...(await resolveConfig(values.results)),
  filepath: values.results,
});
console.log(text);
if (positionals.length === 0 && values.only === undefined) writeFileSync(values.results, text);
process.exit();

async function measured(name: QueryName, contender: Contender): Promise<Figures> {
  const query = queries[name];
  const subgraphs = startPart('../gateway/subgraphs.ts');
  const urls = await subgraphs.call('start', z.record(z.string(), z.string()), query.shop);
  const supergraphFile = path.join(folder, `${query.shop}.graphql`);
  writeFileSync(supergraphFile, composed(shops[query.shop], urls));
  const { file, undici } = contenders[contender];
  const gateway = startPart(
    file,
    values.profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profiles}`],
  );
  const endpoint = await gateway.call('start', z.string(), {
    supergraphFile,
    redisUrl: process.env.REDIS_URL,
    redisPrefix: `bench-${process.pid}:`,
    jwksUrl: tokens.jwksUrl,
    identityPrivateJwk: privateJwk,
    undici,
  });
  const token = await tokens.of('customer');
  const result = await measure(gateway, endpoint, token, query, {
    warmSeconds: Math.max(3, seconds / 2),
    seconds,
  });
  console.error(`${name} ${contender}: ${result.cpuMs.toFixed(3)} ms`);
  await gateway.call('stop', nothing);
  await Promise.all([gateway.stop(), subgraphs.stop()]);
  return result;
}

function composed({ schemas }: Shop, urls: Readonly<Record<string, string>>): string {
  const composition = composeSupergraph(
    Object.entries(schemas).map(([name, sdl]) => ({ name, url: urls[name] ?? '', typeDefs: parse(sdl) })),
  );
  if (!composition.ok) throw new Error(JSON.stringify(composition.problems));
  return composition.sdl;
}
