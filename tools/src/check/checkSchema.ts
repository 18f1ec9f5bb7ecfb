import path from 'node:path';
import { asyncApiDocument } from '@nakku/contracts';
import { composeSupergraph, readSchemaFolder } from '@nakku/gateway/compose';
import type { SubgraphSource } from '@nakku/gateway/compose';
import { coordinatesUsed } from '@nakku/gateway/usage';
import type { UsageRecord } from '@nakku/gateway/usage';
import { parse, Source, validate } from 'graphql';
import type { Baseline } from './baseline.ts';
import { apiChanges } from './changes.ts';
import { checkOperations } from './checkOperations.ts';
import type { GatewayLimits } from './checkOperations.ts';
import { hintFindings, problemFindings } from './composition.ts';
import { contractOf } from './contract.ts';
import type { ApiContract } from './contract.ts';
import { deprecationFindings } from './deprecations.ts';
import { asyncApiSchema } from './events/eventChanges.ts';
import { eventFindings } from './events/eventFindings.ts';
import type { Finding } from './finding.ts';
import { judgeChanges } from './judge.ts';
import { lint, LINT_RULES } from './lint/lint.ts';
import { createCostOf } from './operationCost.ts';
import { readOperations } from './operations.ts';
import type { StoredOperation } from './operations.ts';
import type { Report } from './report/summary.ts';
import type { Graph } from './rover.ts';
import { studioFindings } from './studio.ts';
import { placesIn } from './schemaPlaces.ts';
import { createWho } from './who.ts';

export interface CheckOptions {
  /** The checkout, where the handlers of events are. */
  readonly root: string;
  readonly schemaDir: string;
  readonly operationFolders: readonly string[];
  readonly baseline: Baseline;
  /** Who used what, by the gateway's record; undefined if there is none. */
  readonly usage: UsageRecord | undefined;
  readonly limits: GatewayLimits;
  /** Contracts of the events of now. */
  readonly events?: unknown;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  readonly strict: boolean;
  /** Asked by rover as well; undefined: offline. */
  readonly graph?: Graph | undefined;
}

/** Composes and looks at everything that somebody relies on. Reads files only; a schema that does not compose is a finding. */
export async function checkSchema(o: CheckOptions): Promise<Report> {
  const folder = readSchemaFolder(o.schemaDir, (name) => `http://${name}/graphql`);
  const composed = folder.ok ? composeSupergraph(folder.subgraphs) : folder;
  const events = checkEvents(o);
  if (!folder.ok || !composed.ok) {
    const problems = composed.ok ? [] : problemFindings(composed.problems);
    return report(o, [...problems, ...events]);
  }
  const api = contractOf(composed.sdl);
  const stored = readOperations(o.operationFolders);
  const costOf = createCostOf(api.schema, composed.sdl, o.limits.assumedListSize);
  const findings = [
    ...hintFindings(composed.hints),
    ...(await checkApi(o, folder.subgraphs, api, stored.operations)),
    ...stored.findings,
    ...checkOperations(api.schema, stored.operations, o.limits, costOf),
    ...lint(folder.subgraphs),
    ...events,
    ...(o.graph ? studioFindings(o.graph, folder.subgraphs) : []),
  ];
  return report(o, findings, { subgraphs: folder.subgraphs.length, operations: stored.operations.length });
}

async function checkApi(
  { baseline, usage, today }: CheckOptions,
  subgraphs: readonly SubgraphSource[],
  api: ApiContract,
  operations: readonly StoredOperation[],
): Promise<Finding[]> {
  const before = baseline.api.schema;
  const using = operations
    .filter(({ document }) => validate(before, document).length === 0)
    .map((operation) => ({
      operation,
      coordinates: new Set(coordinatesUsed(before, operation.document, operation.operation)),
    }));
  const who = createWho(using, usage);
  const places = placesIn(subgraphs);
  const source = new Source(baseline.api.sdl, path.join(baseline.name, 'api.graphql'));
  const baselinePlaces = placesIn([{ typeDefs: parse(source) }]);
  const changes = await apiChanges(baseline.api, api);
  return [
    ...judgeChanges(changes, { before, places, baselinePlaces, who, today }),
    ...deprecationFindings(api.schema, { before, places, who, today }),
  ];
}

function checkEvents({ baseline, events, root }: CheckOptions): Finding[] {
  // As it is written to the file: what JSON cannot hold is not part of it.
  const now = asyncApiSchema.parse(events ?? JSON.parse(JSON.stringify(asyncApiDocument())));
  return eventFindings(baseline.events, now, root);
}

function report(
  { baseline, strict, usage, graph }: CheckOptions,
  findings: readonly Finding[],
  seen?: { readonly subgraphs: number; readonly operations: number },
): Report {
  const recorded = usage === undefined ? 'no record of use' : `use from ${usage.from} to ${usage.to}`;
  return {
    against: baseline.name,
    strict,
    findings,
    looked: {
      composition: seen === undefined ? undefined : `${seen.subgraphs} subgraphs`,
      changes: seen === undefined ? undefined : `since ${baseline.name}; ${recorded}`,
      operations: seen === undefined ? undefined : `${seen.operations}`,
      deprecations: undefined,
      lint: seen === undefined ? undefined : `${LINT_RULES.length} rules`,
      events: `since ${baseline.name}`,
      studio: seen === undefined ? undefined : graph?.ref,
    },
  };
}
