import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from '../checkout/state.ts';
import type { Artefact } from './artefact.ts';

const FILE = 'schema/clients.json';

/** The clients of this repository and the folders of their sources. */
const CLIENTS: Readonly<Record<string, string>> = {
  client: 'tools/src/client',
  demo: 'tools/src/demo',
  load: 'tools/src/verify/load',
  ops: 'tools/src/ops',
  simulator: 'tools/src/simulators/staff',
};

const operation = /(?:query|mutation|subscription) ([A-Z]\w{0,63})\s?[({@]/g;

/** Names of the operations in the sources of a folder, sorted. */
export function operationsIn(folder: string): string[] {
  const sources = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
        (file) =>
          /\.(ts|graphql)$/.test(file) && !file.includes('node_modules') && !file.endsWith('.test.ts'),
      )
    : [];
  const names = sources.flatMap((file) =>
    [...readFileSync(path.join(folder, file), 'utf8').matchAll(operation)].map(([, name = '']) => name),
  );
  return [...new Set(names)].sort();
}

/** What our own clients ask for: the gateway's metrics name these operations. */
export const clientOperations: Artefact = {
  name: 'clients',
  what: FILE,
  async files() {
    const names = Object.fromEntries(
      Object.entries(CLIENTS).map(([client, folder]) => [
        client,
        operationsIn(path.join(repositoryRoot, folder)),
      ]),
    );
    const options = await resolveConfig(path.join(repositoryRoot, FILE));
    return new Map([[FILE, await format(JSON.stringify(names), { ...options, filepath: FILE })]]);
  },
};
