import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Place } from '@nakku/gateway/compose';
import { parsePlaceholder } from '@nakku/gateway/placeholders';
import { GraphQLError, Kind, parse, Source } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { z } from 'zod';
import type { Finding } from './finding.ts';

/** An operation that a client is known to send. */
export interface StoredOperation {
  readonly name: string | undefined;
  /** The app of a manifest; undefined for a file of its own. */
  readonly client: string | undefined;
  readonly place: Place;
  readonly text: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Example variables of `<file>.json`; undefined if there are none. */
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}

export interface StoredOperations {
  readonly operations: readonly StoredOperation[];
  /** Files that could not be read. */
  readonly findings: readonly Finding[];
}

/** https://www.apollographql.com/docs/graphos/platform/security/persisted-queries#manifest-format */
const apolloManifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(
    z.object({
      id: z.string(),
      body: z.string(),
      name: z.string().optional(),
      clientName: z.string().nullish(),
    }),
  ),
});
/** Hash to text, as GraphQL Code Generator and Relay write it. */
const hashManifest = z.record(z.string().regex(/^([0-9a-f]{32}|[0-9a-f]{64})$/), z.string());

/**
 * Reads the operations of folders, with their subfolders: `*.graphql`, and manifests of persisted operations (JSON),
 * whose client is the name of the file unless an entry says another.
 */
export function readOperations(folders: readonly string[]): StoredOperations {
  const operations: StoredOperation[] = [];
  const findings: Finding[] = [];
  for (const file of folders.flatMap(filesIn)) {
    const shown = path.relative(process.cwd(), file);
    try {
      operations.push(...(file.endsWith('.graphql') ? fromDocument(file, shown) : fromManifest(file, shown)));
    } catch (error) {
      if (!(error instanceof GraphQLError) && !(error instanceof SyntaxError)) throw error;
      findings.push(unreadable(shown, error));
    }
  }
  return { operations, findings };
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(graphql|json)$/.test(file))
    .sort()
    .map((file) => path.join(folder, file));
}

function fromDocument(file: string, shown: string): StoredOperation[] {
  const variablesFile = file.replace(/\.graphql$/, '.json');
  const variables = existsSync(variablesFile)
    ? exampleVariables(readFileSync(variablesFile, 'utf8'))
    : undefined;
  return operationsIn(readFileSync(file, 'utf8'), shown, 1, undefined, variables);
}

/**
 * Variables of a saved operation, as JSON. The explorer fills placeholders such as `{cart.version|1}` from responses; the
 * value at their end is the example.
 */
export function exampleVariables(json: string): Record<string, unknown> {
  const filled: unknown = JSON.parse(json, (_, value: unknown) => {
    const placeholder = typeof value === 'string' ? parsePlaceholder(value) : undefined;
    return placeholder?.kind === 'paths' && 'example' in placeholder ? placeholder.example : value;
  });
  return z.record(z.string(), z.unknown()).parse(filled);
}

function fromManifest(file: string, shown: string): StoredOperation[] {
  const text = readFileSync(file, 'utf8');
  const json: unknown = JSON.parse(text);
  const app = path.basename(file).replace(/(\.manifest)?\.json$/, '');
  const lineOf = (id: string) => text.slice(0, Math.max(0, text.indexOf(id))).split('\n').length;
  const apollo = apolloManifest.safeParse(json);
  if (apollo.success) {
    return apollo.data.operations.flatMap(({ id, body, clientName }) =>
      operationsIn(body, shown, lineOf(id), clientName ?? app),
    );
  }
  const hashes = hashManifest.safeParse(json);
  // Anything else holds example variables.
  if (!hashes.success) return [];
  return Object.entries(hashes.data).flatMap(([hash, body]) => operationsIn(body, shown, lineOf(hash), app));
}

function operationsIn(
  text: string,
  file: string,
  firstLine: number,
  client?: string,
  variables?: Readonly<Record<string, unknown>>,
): StoredOperation[] {
  const document = parse(new Source(text, file, { line: firstLine, column: 1 }));
  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const start = definition.loc?.startToken;
    const line = client === undefined ? (start?.line ?? 1) : firstLine;
    const place = {
      file,
      line,
      column: start?.column ?? 1,
      text: (text.split('\n')[(start?.line ?? 1) - 1] ?? '').trim(),
    };
    return [
      { name: definition.name?.value, client, place, text, document, operation: definition, variables },
    ];
  });
}

function unreadable(file: string, error: GraphQLError | SyntaxError): Finding {
  const at = error instanceof GraphQLError ? error.locations?.[0] : undefined;
  const line = at?.line ?? 1;
  return {
    area: 'operations',
    level: 'error',
    rule: 'operation-syntax',
    place: {
      file,
      line,
      column: at?.column ?? 1,
      text: readFileSync(file, 'utf8').split('\n')[line - 1]?.trim() ?? '',
    },
    message: error.message,
    advice: 'Correct the file.',
  };
}
