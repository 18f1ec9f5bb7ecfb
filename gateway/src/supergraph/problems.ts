import { relative } from 'node:path';
import { GraphQLError, Kind } from 'graphql';
import type { ASTNode, DocumentNode, Location } from 'graphql';
import { coordinatesIn, definitionsOf } from '../federation/namedCoordinates.ts';

/** What is wrong with a schema, and where. */
export interface SchemaProblem {
  /** Composition's error code, such as `FIELD_TYPE_MISMATCH`, or `SYNTAX`. */
  readonly code: string;
  readonly message: string;
  readonly places: readonly Place[];
}

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line of the file, trimmed. */
  readonly text: string;
}

/** The problems in an error of the parser or of composition, with the places it points at. */
export function problemsOf(error: GraphQLError, documents: readonly DocumentNode[] = []): SchemaProblem[] {
  const code = typeof error.extensions.code === 'string' ? error.extensions.code : 'SYNTAX';
  const causes = error.extensions.causes;
  const nested = Array.isArray(causes) ? causes.filter((c) => c instanceof GraphQLError) : [];
  const places = [...placesOf(error), ...nested.flatMap(placesOf)];
  return [
    {
      code,
      message: error.message,
      places: distinct(places.length > 0 ? places : placesNamedIn(error.message, documents)),
    },
  ];
}

function distinct(places: readonly Place[]): Place[] {
  return [...new Map(places.map((p) => [`${p.file}:${p.line}:${p.column}`, p])).values()];
}

function placesOf(error: GraphQLError): Place[] {
  const fromNodes = (error.nodes ?? []).flatMap((node) => placeOf(node) ?? []);
  if (fromNodes.length > 0) return fromNodes;
  const { source, locations } = error;
  if (!source || !locations) return [];
  return locations.map(({ line, column }) => place(source.name, source.body, line, column));
}

/** Where a node stands: the name of a definition, else its first token; undefined if it was not parsed from a source. */
export function placeOf(node: ASTNode): Place | undefined {
  // A definition's location starts at its description; its name is what the reader looks for.
  const at = 'name' in node && node.name?.kind === Kind.NAME ? (node.name.loc ?? node.loc) : node.loc;
  return at && locationPlace(at);
}

function locationPlace(location: Location): Place {
  const { line, column } = location.startToken;
  return place(location.source.name, location.source.body, line, column);
}

function place(file: string, body: string, line: number, column: number): Place {
  const text = (body.split('\n')[line - 1] ?? '').trim();
  return { file: file.startsWith('/') ? relative(process.cwd(), file) : file, line, column, text };
}

/** Some errors of composition carry no node: then the places are the definitions that the message speaks of. */
function placesNamedIn(message: string, documents: readonly DocumentNode[]): Place[] {
  const fields = coordinatesIn(message).filter((c) => c.field !== undefined);
  return fields
    .flatMap(({ type, field }) => documents.flatMap((document) => definitionsOf(document, type, field)))
    .flatMap((node) => placeOf(node) ?? []);
}

/** One problem as lines for a terminal: `file:line:column  CODE  message`, then the text of each place. */
export function formatProblem(problem: SchemaProblem): string {
  const [first, ...others] = problem.places;
  if (!first) return `${problem.code}  ${problem.message}`;
  return [
    `${first.file}:${first.line}:${first.column}  ${problem.code}  ${problem.message}`,
    `    ${first.text}`,
    ...others.map((o) => `    also ${o.file}:${o.line}:${o.column}  ${o.text}`),
  ].join('\n');
}
