import { buildSubgraph } from '@apollo/federation-internals';
import { print } from 'graphql';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { SubgraphClient } from '../subgraphs/client.ts';
import type { SubgraphSource } from '../supergraph/compose.ts';

const sdlResponse = z.object({ _service: z.object({ sdl: z.string() }) });
const requestTimeoutMs = 2_000;

/** The schema that a subgraph serves now; undefined while it does not respond. */
async function servedSdl(client: SubgraphClient): Promise<string | undefined> {
  try {
    const { data } = await client.query('{ _service { sdl } }', requestTimeoutMs);
    return sdlResponse.safeParse(data).data?._service.sdl;
  } catch {
    return undefined;
  }
}

/** Whether a subgraph serves exactly the schema of its source files, however either is written. */
export async function serves(client: SubgraphClient, source: SubgraphSource): Promise<boolean> {
  const sdl = await servedSdl(client);
  if (sdl === undefined) return false;
  return canonical(source.name, sdl) === canonical(source.name, print(source.typeDefs));
}

/** Of both texts of each subgraph: they are compared many times a second until they agree. */
const canonicals = new LRUCache<string, string>({ max: 100 });

/** A schema in one way of writing. */
function canonical(name: string, sdl: string): string {
  const key = `${name}\n${sdl}`;
  const known = canonicals.get(key);
  if (known !== undefined) return known;
  const written = canonicalOf(name, sdl);
  canonicals.set(key, written);
  return written;
}

function canonicalOf(name: string, sdl: string): string {
  try {
    const lines = buildSubgraph(name, '', sdl).toString().split('\n');
    return lines
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .sort()
      .join('\n');
  } catch {
    return sdl;
  }
}
