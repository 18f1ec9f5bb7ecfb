import path from 'node:path';
import type { ServiceDefinition } from '../system/services.ts';

/** What has to be done because a file was saved. */
export interface Consequences {
  /** Run `tools/generate.mjs`; `first` when the service cannot start again before it. */
  readonly generate: 'no' | 'beside' | 'first';
  readonly restart: boolean;
  /** The schema is read at the start: one that cannot be built must not take the service down. */
  readonly schema: boolean;
}

const nothing: Consequences = { generate: 'no', restart: false, schema: false };
const restart: Consequences = { ...nothing, restart: true };

/** Folders and files to watch for a service, relative to the repository. */
export function watchedFor(service: ServiceDefinition): string[] {
  const own = path.join(service.folder, path.dirname(service.source));
  if (service.kind === 'simulator') return [own, 'tools/src/client', 'packages'];
  if (service.kind === 'gateway')
    return [own, 'gateway/explorer', 'packages', 'schema/supergraph.graphql', 'schema/operations'];
  const { name } = service;
  return [own, 'packages', `schema/${name}.graphql`, 'schema/shared', `prisma/${name}`, 'codegen.yml'];
}

const isCode = (file: string): boolean => file.endsWith('.ts') && !file.endsWith('.test.ts');

/** What the typed operations of packages/client are made from; no service runs them. */
const isOfClients = (file: string): boolean =>
  file === 'schema/supergraph.graphql' || /^(schema|packages\/client)\/operations\/.*\.graphql$/.test(file);

/**
 * What is generated when a file of a service is saved: its own types, or those of packages/client, which nobody else
 * would make.
 */
export const generatedFor = (service: ServiceDefinition): string =>
  service.kind === 'gateway' ? 'client' : service.name;

/** @param file path of the saved file, relative to the repository, of those in `watchedFor` */
export function consequencesOf(file: string, service: ServiceDefinition): Consequences {
  const [top = '', second = ''] = file.split('/');
  if (file.includes('/node_modules/') || file.includes('/dist/')) return nothing;
  if (isOfClients(file)) return service.kind === 'gateway' ? { ...nothing, generate: 'beside' } : nothing;
  if (file.startsWith('schema/operations/')) return nothing;
  if (file.startsWith('packages/client/') && service.kind !== 'simulator') return nothing;
  if (top === 'schema') return { generate: 'beside', restart: true, schema: true };
  if (file === 'codegen.yml') return { ...nothing, generate: 'beside' };
  if (top === 'prisma') {
    if (file === `prisma/${second}/schema.prisma`) return { ...restart, generate: 'first' };
    return file.endsWith('.sql') ? restart : nothing; // a service migrates its database when it starts
  }
  if (file.includes('/src/generated/')) return nothing; // what generates it restarts where that is needed
  if (file.startsWith('gateway/explorer/')) return restart;
  if (top === 'packages') return file.includes('/src/') && isCode(file) ? restart : nothing;
  return isCode(file) ? restart : nothing;
}

/** What several files saved at once ask for. */
export function together(all: readonly Consequences[]): Consequences {
  const orders = all.map(({ generate }) => generate);
  return {
    generate: orders.includes('first') ? 'first' : orders.includes('beside') ? 'beside' : 'no',
    restart: all.some((one) => one.restart),
    schema: all.some((one) => one.schema),
  };
}
