import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { GraphQLError, Source, concatAST, parse } from 'graphql';
import {
  KnownTypeNamesRule,
  UniqueEnumValueNamesRule,
  UniqueFieldDefinitionNamesRule,
  UniqueTypeNamesRule,
} from 'graphql';
import { validateSDL } from 'graphql/validation/validate.js';
import { repositoryRoot } from '../checkout/state.ts';

/** What a subgraph could not be built from; the gateway composes and finds the rest. */
const RULES = [
  KnownTypeNamesRule,
  UniqueEnumValueNamesRule,
  UniqueFieldDefinitionNamesRule,
  UniqueTypeNamesRule,
];

function lineOf(error: GraphQLError, folder: string): string {
  const { source, locations } = error;
  const [at] = locations ?? [];
  if (!source || !at) return error.message;
  const text = source.body.split('\n')[at.line - 1]?.trim() ?? '';
  return `${path.relative(path.dirname(folder), source.name)}:${at.line}:${at.column}  ${error.message}\n    ${text}`;
}

/**
 * Why a subgraph could not start with its schema files as they are: file, line, message and the offending text.
 * @returns undefined when it can
 */
export function schemaProblem(
  name: string,
  folder = path.join(repositoryRoot, 'schema'),
): string | undefined {
  const shared = path.join(folder, 'shared');
  const files = [
    ...readdirSync(shared)
      .filter((file) => file.endsWith('.graphql'))
      .map((file) => path.join(shared, file)),
    path.join(folder, `${name}.graphql`),
  ];
  try {
    const document = concatAST(files.map((file) => parse(new Source(readFileSync(file, 'utf8'), file))));
    const [first] = validateSDL(document, null, RULES);
    return first && lineOf(first, folder);
  } catch (error) {
    if (error instanceof GraphQLError) return lineOf(error, folder);
    throw error;
  }
}
