import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../checkout/state.ts';
import { CannotStart } from '../processes/cannotStart.ts';
import type { Artefact } from './artefact.ts';

/** Types and clients: not committed, made by each workspace's own task `generate`. */
export const TYPES = 'types';

/**
 * What is committed, each loaded when it is its turn: later ones are made of what earlier ones wrote, and some need the
 * generated types.
 */
const ARTEFACTS: Readonly<Record<string, () => Promise<Artefact>>> = {
  supergraph: async () => (await import('./supergraph.ts')).supergraph,
  asyncapi: async () => (await import('./asyncApi.ts')).asyncApi,
  clients: async () => (await import('./clientOperations.ts')).clientOperations,
  'gateway-config': async () => (await import('./gatewayConfig.ts')).gatewayConfig,
  chart: async () => (await import('./chart.ts')).chart,
  dashboards: async () => (await import('./dashboards/dashboards.ts')).dashboards,
  docs: async () => (await import('./docs.ts')).docs,
};

/** Every part in the order of its making; the typed operations of clients are made of the supergraph. */
export const PARTS: readonly string[] = [
  'supergraph',
  TYPES,
  'asyncapi',
  'clients',
  'gateway-config',
  'chart',
  'dashboards',
  'docs',
  'order-states',
];

/** Pages that a workspace writes itself, by its script `docs`. */
const WRITTEN_BY: Readonly<Record<string, { workspace: string; file: string }>> = {
  'order-states': { workspace: 'subgraphs/orders', file: 'docs/order-states.md' },
};

export interface Generated {
  readonly part: string;
  /** Files that were not what the sources say; of types and clients the workspaces. */
  readonly stale: readonly string[];
}

/**
 * Makes parts, or with `check` only looks whether they are up to date.
 * @param onPart is told of each part when it is done
 * @throws CannotStart when a source is wrong
 */
export async function generate(
  parts: readonly string[],
  o: { check: boolean; onPart?: (part: Generated, ms: number) => void },
): Promise<Generated[]> {
  const all: Generated[] = [];
  for (const part of PARTS.filter((one) => parts.includes(one))) {
    const started = performance.now();
    const load = ARTEFACTS[part];
    const page = WRITTEN_BY[part];
    const stale = load
      ? await writeArtefact(await load(), o.check)
      : page
        ? writePage(page, o.check)
        : makeTypes(o.check);
    const generated = { part, stale };
    o.onPart?.(generated, performance.now() - started);
    all.push(generated);
  }
  return all;
}

async function writeArtefact(artefact: Artefact, check: boolean): Promise<string[]> {
  const stale: string[] = [];
  for (const [file, text] of await artefact.files(check ? () => undefined : (text) => console.error(text))) {
    const at = path.join(repositoryRoot, file);
    if (existsSync(at) && readFileSync(at, 'utf8') === text) continue;
    stale.push(file);
    if (check) continue;
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, text);
  }
  return stale;
}

/** Its script knows only how to write: to check, what was there is put back. */
function writePage({ workspace, file }: { workspace: string; file: string }, check: boolean): string[] {
  const at = path.join(repositoryRoot, file);
  const before = existsSync(at) ? readFileSync(at, 'utf8') : undefined;
  const args = ['run', '--silent', 'docs', '--workspace', workspace];
  const { status, error } = spawnSync('npm', args, { cwd: repositoryRoot, stdio: ['ignore', 2, 'inherit'] });
  if (error || status !== 0) throw new CannotStart(`${file} was not written: see above`);
  if (readFileSync(at, 'utf8') === before) return [];
  if (check && before === undefined) rmSync(at);
  else if (check && before !== undefined) writeFileSync(at, before);
  return [file];
}

function makeTypes(check: boolean): string[] {
  if (check) {
    const script = path.join(repositoryRoot, 'tools/generate.mjs');
    const { stdout, status } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    return status === 0 ? [] : stdout.trim().split('\n');
  }
  const turbo = path.join(repositoryRoot, 'node_modules/.bin/turbo');
  const { status, error } = spawnSync(turbo, ['run', 'generate', '--output-logs=errors-only'], {
    cwd: repositoryRoot,
    stdio: ['ignore', process.stderr.fd, 'inherit'],
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  });
  if (error || status !== 0) throw new CannotStart('Types and clients were not generated: see above');
  return [];
}
