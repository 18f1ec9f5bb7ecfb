import { readFileSync } from 'node:fs';
import path from 'node:path';
import { generateSigningKey } from '@nakku/identity';
import type { Caller } from '@nakku/identity';
import { loadGatewayConfig } from '../../src/config/load.ts';
import type { AdmissionRules } from '../../src/admission/admit.ts';
import { admissionRules } from '../../src/features/useAdmission.ts';
import { noPolicies } from '../../src/policy/security/policies.ts';
import { startFuzz } from './fuzz.ts';
import type { FuzzCase } from './fuzz.ts';
import { generatedSupergraph } from './generatedSupergraph.ts';

/** `own`: the supergraph of this checkout; a number: the generated one of that seed. */
export type GraphName = 'own' | number;

const ownFile = path.resolve(import.meta.dirname, '../../../schema/supergraph.graphql');

/** How many operations had which verdict; `refused`: they were none that the gateway executes. */
export interface Round {
  same: number;
  specified: number;
  wrong: number;
  refused: number;
}

export interface RoundOptions {
  readonly graph: GraphName;
  readonly seed: string;
  /** Numbers of the operations: from, and up to but not including. */
  readonly from: number;
  readonly to: number;
  readonly onWrong: (found: FuzzCase) => void;
}

/** Runs operations over one supergraph. Guests and staff take turns, so that authorization takes out parts of some. */
export async function runRound(o: RoundOptions): Promise<Round> {
  const round: Round = { same: 0, specified: 0, wrong: 0, refused: 0 };
  const sdl = o.graph === 'own' ? readFileSync(ownFile, 'utf8') : generatedSupergraph(o.graph);
  const seed = `${o.seed} ${o.graph}`;
  const fuzz = await startFuzz({ sdl, seed, rules: await fuzzRules() });
  for (let number = o.from; number < o.to; number += 1) {
    // Troubles change every number: both callers get all of them.
    const caller = Math.floor(number / 4) % 2 === 0 ? guest : staff;
    const found = await fuzz.run(number, caller);
    round[found?.verdict.kind ?? 'refused'] += 1;
    if (found?.verdict.kind === 'wrong') o.onWrong(found);
  }
  await fuzz.stop();
  return round;
}

const guest: Caller = { kind: 'anonymous' };
const staff: Caller = {
  kind: 'user',
  userId: 'u',
  sessionId: 's',
  roleVersion: 1,
  roles: ['customer', 'admin'],
  scopes: ['users:admin', 'catalogue:write', 'orders:read'],
  storeIds: ['1'],
};

/** Those of the default configuration, at any cost. */
export async function fuzzRules(): Promise<AdmissionRules> {
  const { privateJwk } = await generateSigningKey();
  const config = loadGatewayConfig({
    NODE_ENV: 'test',
    REDIS_URL: 'redis://127.0.0.1',
    USERS_JWKS_URL: 'http://127.0.0.1',
    IDENTITY_PRIVATE_JWK: JSON.stringify(privateJwk),
  });
  return { ...admissionRules(config, noPolicies), maxCost: Infinity };
}

/** A case as a person reads it. */
export function described({ number, query, variables, verdict, ours, apollo, specified }: FuzzCase): string {
  const show = (value: unknown) => JSON.stringify(value);
  return [
    `operation ${number}: ${verdict.kind === 'wrong' ? verdict.reason : verdict.kind}`,
    query,
    `variables ${show(variables)}`,
    `ours      ${show([ours.data, ours.errors])}`,
    `apollo    ${show([apollo.data, apollo.errors])}`,
    `specified ${show(specified)}`,
    `only ours requests   ${show([...ours.requests].filter((one) => !apollo.requests.has(one)))}`,
    `only apollo requests ${show([...apollo.requests].filter((one) => !ours.requests.has(one)))}`,
  ].join('\n');
}
