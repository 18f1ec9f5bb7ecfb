import { Supergraph, printSchema } from '@apollo/federation-internals';
import { buildSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { withoutUnknownPurposes } from './unenforced.ts';

/** What clients see of a supergraph, as SDL. Throws if the supergraph cannot be read. */
export function apiSdlOf(supergraphSdl: string): string {
  return printSchema(Supergraph.build(withoutUnknownPurposes(supergraphSdl)).apiSchema());
}

/** What clients see of a supergraph. */
export function apiSchemaOf(supergraphSdl: string): GraphQLSchema {
  return buildSchema(apiSdlOf(supergraphSdl));
}
