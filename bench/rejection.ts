// CPU time of refusing hostile documents of 20 kB before anything is planned, with the gateway's own admission over our
// own supergraph: `npx tsx --conditions=@nakku/source bench/rejection.ts`. Needs no servers. Fails above the bar.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { generateSigningKey } from '@nakku/identity';
import { createAdmission } from '../gateway/src/admission/admit.ts';
import { loadGatewayConfig } from '../gateway/src/config/load.ts';
import { admissionRules } from '../gateway/src/features/useAdmission.ts';
import { noPolicies } from '../gateway/src/policy/security/policies.ts';
import { createSnapshot } from '../gateway/src/supergraph/snapshot.ts';
import { hostileDocuments, withinBytes } from '../gateway/test/support/hostileDocuments.ts';

const bytes = 20_000;
const barMs = 5;
const rounds = 20;

const { privateJwk } = await generateSigningKey();
const config = loadGatewayConfig({
  NODE_ENV: 'production',
  REDIS_URL: 'redis://127.0.0.1',
  USERS_JWKS_URL: 'http://127.0.0.1',
  IDENTITY_PRIVATE_JWK: JSON.stringify(privateJwk),
});
const snapshot = createSnapshot(
  readFileSync(path.join(import.meta.dirname, '../schema/supergraph.graphql'), 'utf8'),
  config.operations.cached,
);
const admit = createAdmission(() => snapshot, admissionRules(config, noPolicies));

async function cpuMsOf(query: string): Promise<{ ms: number; code: string }> {
  const spent: number[] = [];
  let code = '';
  for (let i = 0; i < rounds; i += 1) {
    const before = process.cpuUsage();
    const admitted = await admit(
      { query: `${query} #${i}`, operationName: undefined },
      { kind: 'anonymous' },
      'post',
    );
    const { user, system } = process.cpuUsage(before);
    spent.push((user + system) / 1_000);
    code = admitted.kind === 'refused' ? String(admitted.errors[0]?.extensions?.code) : 'ADMITTED';
  }
  spent.sort((a, b) => a - b);
  return { ms: spent[rounds / 2] ?? 0, code };
}

let worst = 0;
process.stdout.write(
  `${cpus()[0]?.model}, Node ${process.version}: CPU ms to refuse ${bytes / 1_000} kB (median of ${rounds})\n`,
);
// The first ones would pay for the compiler.
for (const document of hostileDocuments) await cpuMsOf(withinBytes(document, bytes));
for (const document of hostileDocuments) {
  const { ms, code } = await cpuMsOf(withinBytes(document, bytes));
  worst = Math.max(worst, ms);
  process.stdout.write(`${ms.toFixed(2).padStart(8)}  ${code.padEnd(30)} ${document.name}\n`);
}
process.stdout.write(`worst: ${worst.toFixed(2)} ms, the bar is ${barMs} ms\n`);
process.exitCode = worst <= barMs ? 0 : 1;
