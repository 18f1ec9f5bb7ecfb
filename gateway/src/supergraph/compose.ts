import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { concatAST, GraphQLError, parse, Source } from 'graphql';
import type { DocumentNode } from 'graphql';
import { z } from 'zod';
import { plannerProblems } from './plannerProblems.ts';
import { placeOf, problemsOf } from './problems.ts';
import type { SchemaProblem } from './problems.ts';

export type { Place, SchemaProblem } from './problems.ts';
export { formatProblem, placeOf } from './problems.ts';
export { argument, linkedNames } from '../federation/links.ts';
export { apiSchemaOf, apiSdlOf } from './apiSchema.ts';

export interface SubgraphSource {
  readonly name: string;
  readonly url: string;
  /** Parsed with `Source` names, so that errors know file and line. */
  readonly typeDefs: DocumentNode;
}

export type Composition =
  | { readonly ok: true; readonly sdl: string; readonly hints: readonly CompositionHint[] }
  | { readonly ok: false; readonly problems: readonly SchemaProblem[] };

/** What composition accepts but finds worth a look. */
export interface CompositionHint extends SchemaProblem {
  readonly level: 'WARN' | 'INFO' | 'DEBUG';
}

/**
 * Composes subgraphs into one supergraph; each problem names file, line and the text there. What composes but this
 * gateway would plan wrongly is a problem as well.
 */
export function composeSupergraph(subgraphs: readonly SubgraphSource[]): Composition {
  const unplannable = subgraphs.flatMap(({ typeDefs }) => plannerProblems(typeDefs));
  if (unplannable.length > 0) return { ok: false, problems: distinct(unplannable) };
  const result = composeServices([...subgraphs].sort((a, b) => (a.name < b.name ? -1 : 1)));
  if (result.errors) {
    const documents = subgraphs.map((s) => s.typeDefs);
    return { ok: false, problems: result.errors.flatMap((error) => problemsOf(error, documents)) };
  }
  return { ok: true, sdl: `${result.supergraphSdl}\n`, hints: result.hints.map(hintOf) };
}

type ComposedHint = NonNullable<ReturnType<typeof composeServices>['hints']>[number];

function hintOf({ definition, message, nodes }: ComposedHint): CompositionHint {
  const level = z.enum(['WARN', 'INFO', 'DEBUG']).parse(definition.level.name);
  return {
    code: definition.code,
    message,
    level,
    places: (nodes ?? []).flatMap((node) => placeOf(node) ?? []),
  };
}

/** The subgraphs of a schema folder: every `<name>.graphql` in it except the composed one. */
export function subgraphNames(schemaDir: string): string[] {
  return readdirSync(schemaDir)
    .filter((file) => file.endsWith('.graphql') && file !== 'supergraph.graphql')
    .map((file) => basename(file, '.graphql'))
    .sort();
}

/** The files that make one subgraph: the shared fragments, then its own. */
export function filesOf(schemaDir: string, name: string): string[] {
  const shared = readdirSync(join(schemaDir, 'shared'))
    .filter((file) => file.endsWith('.graphql'))
    .sort();
  return [...shared.map((file) => join(schemaDir, 'shared', file)), join(schemaDir, `${name}.graphql`)];
}

export type SchemaFolder =
  | { readonly ok: true; readonly subgraphs: readonly SubgraphSource[] }
  | { readonly ok: false; readonly problems: readonly SchemaProblem[] };

/**
 * Reads and parses a schema folder. `urlOf` gives each subgraph's routing url, which the supergraph carries.
 * A syntax error is a problem like those of composition; a missing file throws.
 */
export function readSchemaFolder(schemaDir: string, urlOf: (name: string) => string): SchemaFolder {
  const problems: SchemaProblem[] = [];
  const parsed = new Map<string, DocumentNode>();
  const documentOf = (file: string): DocumentNode | undefined => {
    const known = parsed.get(file);
    if (known) return known;
    try {
      const document = parse(new Source(readFileSync(file, 'utf8'), file));
      parsed.set(file, document);
      return document;
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      problems.push(...problemsOf(error));
      return undefined;
    }
  };
  const subgraphs = subgraphNames(schemaDir).map((name) => ({
    name,
    url: urlOf(name),
    typeDefs: concatAST(filesOf(schemaDir, name).flatMap((file) => documentOf(file) ?? [])),
  }));
  return problems.length > 0 ? { ok: false, problems: distinct(problems) } : { ok: true, subgraphs };
}

/** Reads, parses and composes a schema folder. */
export function composeSchemaFolder(schemaDir: string, urlOf: (name: string) => string): Composition {
  const folder = readSchemaFolder(schemaDir, urlOf);
  return folder.ok ? composeSupergraph(folder.subgraphs) : folder;
}

/** A broken shared file is read once per subgraph; it is one problem. */
function distinct(problems: readonly SchemaProblem[]): SchemaProblem[] {
  return [...new Map(problems.map((p) => [JSON.stringify(p), p])).values()];
}
