import { DEFAULT_PORT_BASE, PORT_OFFSETS, SUBGRAPHS } from './services.ts';

/** Where a subgraph listens by default; SUBGRAPH_URLS of the gateway says otherwise. */
export function routingUrl(name: string): string {
  const subgraph = SUBGRAPHS.find((known) => known === name);
  return subgraph === undefined
    ? `http://${name}/graphql`
    : `http://127.0.0.1:${DEFAULT_PORT_BASE + PORT_OFFSETS[subgraph]}/graphql`;
}
