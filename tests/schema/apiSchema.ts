import { readFileSync } from 'node:fs';
import path from 'node:path';
import federation from '@apollo/federation-internals';
import { withoutUnknownPurposes } from '../../gateway/src/supergraph/unenforced.ts';
import { buildSchema, type GraphQLSchema } from 'graphql';

/** The committed supergraph. */
export const supergraphFile = path.join(import.meta.dirname, '../../schema/supergraph.graphql');

/** What clients see of the committed supergraph. */
export function buildApiSchema(): GraphQLSchema {
  const sdl = withoutUnknownPurposes(readFileSync(supergraphFile, 'utf8'));
  return buildSchema(federation.printSchema(federation.Supergraph.build(sdl).apiSchema()));
}
