import { spawnSync } from 'node:child_process';
import { print } from 'graphql';
import type { SubgraphSource } from '@nakku/gateway/compose';
import { z } from 'zod';

/** The graph in Apollo GraphOS; the key is taken by rover from its environment. */
export interface Graph {
  readonly ref: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What rover said about one subgraph. */
export type RoverResponse =
  | { readonly kind: 'missing' }
  | { readonly kind: 'ok'; readonly changes: readonly StudioChange[]; readonly url: string | undefined }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly changes: readonly StudioChange[];
      readonly url: string | undefined;
    };

/** One change as Studio judges it by the operations that it saw. */
export interface StudioChange {
  readonly code: string;
  readonly description: string;
  readonly severity: string;
}

const timeoutMs = 120_000;
const maxBytes = 16 * 1024 * 1024;

const changeSchema = z.object({ code: z.string(), description: z.string(), severity: z.string() });
const taskSchema = z.looseObject({
  changes: z.array(changeSchema).optional(),
  target_url: z.string().nullish(),
});
/** Rover's `--format json`; other versions say more. */
const responseSchema = z.looseObject({
  data: z
    .looseObject({
      success: z.boolean().optional(),
      tasks: z.looseObject({ operations: taskSchema.nullish() }).optional(),
    })
    .nullish(),
  error: z.looseObject({ message: z.string(), code: z.string().nullish() }).nullish(),
});

/** Asks Studio what a subgraph's schema would break: `rover subgraph check`. */
export const checkSubgraph = (graph: Graph, subgraph: SubgraphSource): RoverResponse =>
  rover(graph, ['subgraph', 'check', graph.ref, '--name', subgraph.name, '--schema', '-'], subgraph);

/** Publishes a subgraph's schema, from which uplink's supergraph is composed: `rover subgraph publish`. */
export const publishSubgraph = (graph: Graph, subgraph: SubgraphSource): RoverResponse =>
  rover(
    graph,
    [
      'subgraph',
      'publish',
      graph.ref,
      '--name',
      subgraph.name,
      '--routing-url',
      subgraph.url,
      '--schema',
      '-',
    ],
    subgraph,
  );

function rover({ env }: Graph, args: readonly string[], { typeDefs }: SubgraphSource): RoverResponse {
  const { error, status, stdout, stderr } = spawnSync(env.ROVER ?? 'rover', [...args, '--format', 'json'], {
    input: print(typeDefs),
    encoding: 'utf8',
    env: { ...env, APOLLO_TELEMETRY_DISABLED: '1' },
    timeout: timeoutMs,
    maxBuffer: maxBytes,
  });
  const code = error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return { kind: 'missing' };
  // One that fails before it reads the schema says why, as any other does.
  if (error && code !== 'EPIPE')
    return { kind: 'failed', message: `rover: ${error.message}`, changes: [], url: undefined };
  const parsed = responseSchema.safeParse(parseJson(stdout));
  if (!parsed.success) {
    return {
      kind: 'failed',
      message: stderr.trim() || `rover ended with ${String(status)}`,
      changes: [],
      url: undefined,
    };
  }
  const { data, error: roverError } = parsed.data;
  const operations = data?.tasks?.operations;
  const changes = operations?.changes ?? [];
  const url = operations?.target_url ?? undefined;
  if (status === 0 && !roverError) return { kind: 'ok', changes, url };
  return {
    kind: 'failed',
    message: roverError?.message ?? `rover ended with ${String(status)}`,
    changes,
    url,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
