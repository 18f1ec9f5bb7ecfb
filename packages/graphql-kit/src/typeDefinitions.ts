import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type DocumentNode, Kind, parse, Source } from 'graphql';

/** `schema/` at the root of the project: two folders up from this package, from source and from dist alike. */
export const schemaDirectory = path.join(import.meta.dirname, '../../../schema');

/** The files that make up a subgraph's schema: what all share, then its own. @throws Error if there is no such schema. */
export function schemaFiles(name: string, directory = schemaDirectory): string[] {
  const own = path.join(directory, `${name}.graphql`);
  if (!existsSync(own)) throw new Error(`there is no schema of ${name}: ${own} is missing`);
  const shared = path.join(directory, 'shared');
  return [
    ...readdirSync(shared)
      .filter((file) => file.endsWith('.graphql'))
      .sort()
      .map((file) => path.join(shared, file)),
    own,
  ];
}

/**
 * Type definitions of a subgraph. Each definition remembers its file and line, so that an error names them.
 * @throws GraphQLError on a syntax error.
 */
export function typeDefsOf(name: string, directory = schemaDirectory): DocumentNode {
  const documents = schemaFiles(name, directory).map((file) =>
    parse(new Source(readFileSync(file, 'utf8'), file)),
  );
  return { kind: Kind.DOCUMENT, definitions: documents.flatMap((document) => document.definitions) };
}
