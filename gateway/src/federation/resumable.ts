import { Kind } from 'graphql';
import type { DocumentNode } from 'graphql';
import { linkedNames } from './links.ts';

/** The argument with which a resumable subscription goes on, and the field of its payload to go on from. */
export const RESUME_ARGUMENT = 'after';
export const CURSOR_FIELD = 'cursor';
/** The field of a payload that tells whether it is the snapshot with which every connection begins. */
export const SNAPSHOT_FIELD = 'isSnapshot';

/** Names of the subscription fields that the composed directive `@resumable` (specification `live`) marks. */
export function resumableFields(supergraph: DocumentNode): ReadonlySet<string> {
  const directive = linkedNames(supergraph)('https://nakku.dev/spec/live', 'resumable');
  const names = supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === subscriptionType(supergraph)
      ? (definition.fields ?? [])
          .filter((field) => field.directives?.some((d) => d.name.value === directive))
          .map((field) => field.name.value)
      : [],
  );
  return new Set(names);
}

function subscriptionType(supergraph: DocumentNode): string | undefined {
  return supergraph.definitions
    .flatMap((d) => (d.kind === Kind.SCHEMA_DEFINITION ? d.operationTypes : []))
    .find((o) => o.operation === 'subscription')?.type.name.value;
}
