// `nakku schema:publish`: publishes every subgraph to Apollo GraphOS, from which uplink serves the supergraph.
import path from 'node:path';
import { composeSchemaFolder, formatProblem, readSchemaFolder } from '@nakku/gateway/compose';
import { z } from 'zod';
import { routingUrl } from '../system/routingUrl.ts';
import { publishSubgraph } from '../check/rover.ts';
import { ROVER_MISSING } from '../check/studio.ts';
import { CannotStart } from '../processes/cannotStart.ts';
import { repositoryRoot } from '../checkout/state.ts';
import { command, exits } from './cli.ts';
import type { Command } from './cli.ts';

export const build = (): Command => command('schema:publish').action(exits(publish));

function fail(message: string): never {
  throw new CannotStart(message);
}

function subgraphUrls(text: string): Readonly<Record<string, string>> {
  try {
    return z.record(z.string(), z.url()).parse(JSON.parse(text));
  } catch {
    return fail('SUBGRAPH_URLS names the address of each subgraph: {"products":"http://products/graphql"}');
  }
}

function publish(): void {
  const { APOLLO_KEY, APOLLO_GRAPH_REF: ref, SUBGRAPH_URLS } = process.env;
  if (!APOLLO_KEY || !ref) fail('Set APOLLO_KEY and APOLLO_GRAPH_REF: they say which graph is published to');

  /** Where the gateway finds each subgraph: SUBGRAPH_URLS as the gateway has it, else the ports of this machine. */
  const urls = subgraphUrls(SUBGRAPH_URLS || '{}');
  const urlOf = (name: string) => urls[name] ?? routingUrl(name);

  const schemaDir = path.join(repositoryRoot, 'schema');
  const composed = composeSchemaFolder(schemaDir, urlOf);
  if (!composed.ok)
    fail(
      `Nothing is published, the schema does not compose:\n${composed.problems.map(formatProblem).join('\n')}`,
    );
  const folder = readSchemaFolder(schemaDir, urlOf);
  for (const subgraph of folder.ok ? folder.subgraphs : []) {
    const response = publishSubgraph({ ref, env: process.env }, subgraph);
    if (response.kind === 'missing') fail(ROVER_MISSING);
    if (response.kind === 'failed') fail(`${subgraph.name} was not published to ${ref}: ${response.message}`);
    console.log(`${subgraph.name} is published to ${ref}, found at ${subgraph.url}`);
  }
}
