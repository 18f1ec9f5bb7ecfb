import type { SubgraphSource } from '@nakku/gateway/compose';
import type { Finding } from './finding.ts';
import { checkSubgraph } from './rover.ts';
import type { Graph, RoverResponse } from './rover.ts';

export const ROVER_MISSING =
  'rover is not installed here: put it on the PATH, or name it by ROVER (https://www.apollographql.com/docs/rover)';

/** What Apollo Studio says about each subgraph, by the operations of clients that it saw. */
export function studioFindings(graph: Graph, subgraphs: readonly SubgraphSource[]): Finding[] {
  const findings: Finding[] = [];
  for (const subgraph of subgraphs) {
    const response = checkSubgraph(graph, subgraph);
    if (response.kind === 'missing') return [missing(graph)];
    findings.push(...findingsOf(subgraph.name, response));
  }
  return findings;
}

function missing({ ref }: Graph): Finding {
  return {
    area: 'studio',
    level: 'warning',
    rule: 'rover-missing',
    message: `Apollo Studio was not asked about ${ref}`,
    consequence: 'What clients did that only Studio saw is not in this check.',
    advice: ROVER_MISSING,
  };
}

function findingsOf(name: string, response: Exclude<RoverResponse, { kind: 'missing' }>): Finding[] {
  const place = response.url === undefined ? {} : { affected: [`Studio: ${response.url}`] };
  const changes = response.changes.map((change): Finding => {
    const isBreaking = change.severity === 'FAIL';
    return {
      area: 'studio',
      level: isBreaking ? 'breaking' : 'safe',
      rule: change.code,
      subject: name,
      message: `${name}: ${change.description}`,
      ...(isBreaking ? place : {}),
    };
  });
  if (response.kind === 'ok' || changes.some(({ level }) => level === 'breaking')) return changes;
  return [
    ...changes,
    {
      area: 'studio',
      level: 'error',
      rule: 'studio-check',
      subject: name,
      message: `${name}: ${response.message}`,
      ...place,
    },
  ];
}
