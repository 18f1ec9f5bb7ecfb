import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { contractOf, readContract } from './contract.ts';
import type { ApiContract } from './contract.ts';
import { asyncApiSchema } from './events/eventChanges.ts';
import type { EventContracts } from './events/eventChanges.ts';

/** What the check compares with. */
export interface Baseline {
  /** For people: `schema/baseline` or `origin/main`. */
  readonly name: string;
  readonly api: ApiContract;
  readonly events: EventContracts;
}

/** There is nothing to compare with; the message says how to get it. */
export class NoBaseline extends Error {
  override readonly name = 'NoBaseline';
}

const API_FILE = 'api.graphql';
const EVENTS_FILE = 'asyncapi.json';
const maxBytes = 64 * 1024 * 1024;

/** The committed baseline of a schema folder. Throws NoBaseline. */
export function committedBaseline(schemaDir: string): Baseline {
  const folder = path.join(schemaDir, 'baseline');
  const name = path.relative(process.cwd(), folder);
  const read = (file: string) => {
    const full = path.join(folder, file);
    if (existsSync(full)) return readFileSync(full, 'utf8');
    throw new NoBaseline(`${path.join(name, file)} is missing: npm run schema:check -- --accept writes it`);
  };
  return {
    name,
    api: readContract(read(API_FILE), path.join(name, API_FILE)),
    events: asyncApiSchema.parse(JSON.parse(read(EVENTS_FILE))),
  };
}

/** What was committed at a git ref: its supergraph and its event contracts. Throws NoBaseline. */
export function baselineAt(ref: string, schemaDir: string): Baseline {
  const read = (file: string) => {
    try {
      return execFileSync('git', ['show', `${ref}:./${file}`], {
        cwd: schemaDir,
        encoding: 'utf8',
        maxBuffer: maxBytes,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    } catch (error) {
      const output = String(Object(error).stderr ?? error).trim();
      throw new NoBaseline(`git has no ${file} at ${ref}: ${output}`, { cause: error });
    }
  };
  return {
    name: ref,
    api: contractOf(read('supergraph.graphql')),
    events: asyncApiSchema.parse(JSON.parse(read(path.join('events', EVENTS_FILE)))),
  };
}

/** Makes the schema of now the baseline: what clients and consumers may count on from here. */
export function writeBaseline(schemaDir: string, api: ApiContract, events: unknown): string {
  const folder = path.join(schemaDir, 'baseline');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, API_FILE), api.sdl);
  writeFileSync(path.join(folder, EVENTS_FILE), `${JSON.stringify(events, null, 2)}\n`);
  return path.relative(process.cwd(), folder);
}
