import { readFileSync } from 'node:fs';
import federation from '@apollo/federation-internals';
import { buildSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { withoutUnknownPurposes } from '../../gateway/src/supergraph/unenforced.ts';

/** What clients see of a supergraph. */
export function clientSchemaOf(supergraphFile: string): GraphQLSchema {
  const sdl = withoutUnknownPurposes(readFileSync(supergraphFile, 'utf8'));
  return buildSchema(federation.printSchema(federation.Supergraph.build(sdl).apiSchema()));
}
