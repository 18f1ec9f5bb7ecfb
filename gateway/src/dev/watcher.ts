import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Logger } from '@nakku/telemetry';
import { watch } from 'chokidar';
import { print } from 'graphql';
import type { SubgraphClient } from '../subgraphs/client.ts';
import { composeSupergraph, formatProblem, readSchemaFolder } from '../supergraph/compose.ts';
import type { SchemaProblem, SubgraphSource } from '../supergraph/compose.ts';
import type { SchemaNews } from './schemaState.ts';
import { serves } from './servedSchema.ts';
import type { SupergraphStore } from '../supergraph/store.ts';
import { routingUrls } from '../supergraph/unenforced.ts';

export interface SchemaWatcher {
  /** What is wrong with the files now; empty if they compose. */
  problems(): readonly SchemaProblem[];
  stop(): Promise<void>;
}

export interface SchemaWatcherOptions {
  readonly schemaDir: string;
  readonly supergraphFile: string;
  readonly store: SupergraphStore;
  /** Told of problems, of subgraphs that lag behind and of swaps. */
  readonly news: SchemaNews;
  readonly client: (subgraph: string) => SubgraphClient;
  /** Routing url of a subgraph that the supergraph does not know yet. */
  readonly urlOf: (subgraph: string) => string;
  readonly log: Logger;
}

/** An editor may write a file in several steps. */
const debounceMs = 50;
/** A service that is restarted serves its schema soon; one that nobody restarts may never do so. */
const firstPollMs = 50;
const maxPollMs = 1_000;

/**
 * In development: recomposes when a schema file is saved and writes the supergraph. Each subgraph's part is served
 * as soon as the subgraph serves it; until then, and while the files do not compose, what it served last goes on.
 */
export async function watchSchema(o: SchemaWatcherOptions): Promise<SchemaWatcher> {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  /** Grows with each change: what waits for an older one gives up. */
  let version = 0;
  /** Of each subgraph, the source that the current supergraph was made from. */
  const served = new Map<string, SubgraphSource>();

  function read() {
    const known = routingUrls(o.store.sdl());
    const folder = readSchemaFolder(o.schemaDir, (name) => known.get(name) ?? o.urlOf(name));
    if (!folder.ok) return folder;
    const composition = composeSupergraph(folder.subgraphs);
    return composition.ok ? { ...composition, subgraphs: folder.subgraphs } : composition;
  }

  async function recompose(): Promise<void> {
    const mine = ++version;
    const composed = read();
    o.news.set({ problems: composed.ok ? [] : composed.problems });
    if (!composed.ok) {
      const text = composed.problems.map(formatProblem).join('\n');
      o.log.error(`the schema does not compose, the last good one goes on serving\n${text}`);
      return;
    }
    await writeSupergraph(o.supergraphFile, composed.sdl);
    if (composed.sdl === o.store.sdl()) return o.news.set({ waitingFor: [] });
    let waiting = composed.subgraphs.filter((source) => !isSame(served.get(source.name), source));
    o.news.set({ waitingFor: waiting.map((source) => source.name) });
    o.log.info({ changed: waiting.map((s) => s.name) }, 'schema recomposed');
    let pollMs = firstPollMs;
    do {
      const now = await Promise.all(waiting.map((source) => serves(o.client(source.name), source)));
      if (stopped || mine !== version) return;
      for (const [i, source] of waiting.entries()) if (now[i] === true) served.set(source.name, source);
      waiting = waiting.filter((_, i) => now[i] !== true);
      if (now.includes(true) || now.length === 0) swap(composed);
      o.news.set({ waitingFor: waiting.map((source) => source.name) });
      if (waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, pollMs));
      pollMs = Math.min(pollMs * 1.2, maxPollMs);
    } while (waiting.length > 0);
  }

  /** Takes over what is served of `wanted`. */
  function swap(wanted: { readonly sdl: string; readonly subgraphs: readonly SubgraphSource[] }): void {
    const sources = wanted.subgraphs.flatMap((source) => served.get(source.name) ?? []);
    if (sources.length < wanted.subgraphs.length) return;
    const isAll = wanted.subgraphs.every((source) => isSame(served.get(source.name), source));
    const composition = isAll ? { ok: true as const, sdl: wanted.sdl } : composeSupergraph(sources);
    if (!composition.ok) {
      o.log.info('waiting for other subgraphs: what is served now does not compose');
      return;
    }
    try {
      o.store.replace(composition.sdl);
      o.log.info('supergraph replaced');
    } catch (err) {
      o.log.error({ err }, 'the supergraph cannot be loaded, the last good one goes on serving');
    }
  }

  const logFailure = (err: unknown) => o.log.error({ err }, 'the schema could not be read');
  const watcher = watch(o.schemaDir, {
    ignoreInitial: true,
    ignored: (path, stats) =>
      path.endsWith('supergraph.graphql') || (stats?.isFile() === true && !path.endsWith('.graphql')),
  });
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void recompose().catch(logFailure), debounceMs);
  });
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));

  const first = read();
  if (first.ok && first.sdl === o.store.sdl()) for (const s of first.subgraphs) served.set(s.name, s);
  else void recompose().catch(logFailure);

  return {
    problems: () => o.news.current().problems,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

function isSame(a: SubgraphSource | undefined, b: SubgraphSource): boolean {
  return a !== undefined && print(a.typeDefs) === print(b.typeDefs);
}

/** Only if it differs, and as a whole: others read this file. */
async function writeSupergraph(file: string, sdl: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => '')) === sdl) return;
  await writeFile(`${file}.new`, sdl);
  await rename(`${file}.new`, file);
}
