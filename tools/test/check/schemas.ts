import { composeSupergraph } from '@nakku/gateway/compose';
import type { SubgraphSource } from '@nakku/gateway/compose';
import { concatAST, parse, Source } from 'graphql';
import { contractOf } from '../../src/check/contract.ts';
import type { ApiContract } from '../../src/check/contract.ts';
import type { Finding } from '../../src/check/finding.ts';

export const LINK = `extend schema
  @link(
    url: "https://specs.apollo.dev/federation/v2.12"
    import: ["@key", "@shareable", "@listSize", "@authenticated", "@requiresScopes", "@composeDirective"]
  )
  @link(url: "https://nakku.dev/spec/live/v1.0", import: ["@resumable", "@idempotent"])
directive @resumable on FIELD_DEFINITION
directive @idempotent on FIELD_DEFINITION
"A place." scalar Cursor
`;

/** Subgraphs by name, each as the file `schema/<name>.graphql`. */
export function subgraphsOf(sources: Readonly<Record<string, string>>): SubgraphSource[] {
  const link = parse(new Source(LINK, 'schema/shared/link.graphql'));
  return Object.entries(sources).map(([name, sdl]) => ({
    name,
    url: `http://${name}/graphql`,
    typeDefs: concatAST([link, parse(new Source(sdl, `schema/${name}.graphql`))]),
  }));
}

/** The contract of one subgraph `a`. */
export function contract(sdl: string): ApiContract {
  const composition = composeSupergraph(subgraphsOf({ a: sdl }));
  if (!composition.ok) throw new Error(JSON.stringify(composition.problems));
  return contractOf(composition.sdl);
}

/** A finding in one line: `schema/a.graphql:2  level  rule  message`. */
export function line({ place, level, rule, message }: Finding): string {
  const where = place === undefined ? '' : `${place.file}:${place.line}  `;
  return `${where}${level}  ${rule}  ${message}`;
}
