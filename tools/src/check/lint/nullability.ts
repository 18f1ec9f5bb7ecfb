import { Kind } from 'graphql';
import type { SubgraphSource } from '@nakku/gateway/compose';
import { isNonNullInside, isOutput, namedType, ROOT_TYPES } from './lintedSchema.ts';
import type { TypeDefinition } from './lintedSchema.ts';
import type { LintProblem, LintRule } from './rule.ts';

/** A subgraph that is away takes more with it the more around it is non-null. */
const nonNullAcrossSubgraphs: LintRule = {
  name: 'non-null-across-subgraphs',
  title: 'A field whose value another subgraph completes is nullable.',
  check: ({ subgraphs }) => {
    const found = new Map<object, LintProblem>();
    for (const subgraph of subgraphs) {
      for (const { type, field } of outputFieldsOf(subgraph)) {
        if (!isNonNullInside(field.type)) continue;
        const target = namedType(field.type).name.value;
        const foreign = foreignNonNull(subgraphs, subgraph, target);
        if (!foreign) continue;
        const subject = `${type}.${field.name.value}`;
        found.set(field, {
          node: field,
          subject,
          message: `${subject} is non-null, but ${target}.${foreign.field} comes from ${foreign.subgraph} and is non-null too`,
          consequence: `While ${foreign.subgraph} is away, not ${target} alone reads null, but also what holds it.`,
          advice: `Make it nullable.`,
        });
      }
    }
    return [...found.values()];
  },
};

function outputFieldsOf({ typeDefs }: SubgraphSource) {
  return typeDefs.definitions.flatMap((definition) =>
    isTypeDefinition(definition) && isOutput(definition)
      ? (definition.fields ?? []).map((field) => ({ type: definition.name.value, field }))
      : [],
  );
}

function isTypeDefinition(node: { readonly kind: Kind }): node is TypeDefinition {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;
}

/** A non-null field of the type that only another subgraph has. */
function foreignNonNull(
  subgraphs: readonly SubgraphSource[],
  own: SubgraphSource,
  type: string,
): { readonly subgraph: string; readonly field: string } | undefined {
  const known = new Set(fieldsOfType(own, type).map((field) => field.name.value));
  if (known.size === 0) return undefined;
  for (const other of subgraphs) {
    if (other === own) continue;
    const foreign = fieldsOfType(other, type).find(
      (field) => field.type.kind === Kind.NON_NULL_TYPE && !known.has(field.name.value),
    );
    if (foreign) return { subgraph: other.name, field: foreign.name.value };
  }
  return undefined;
}

function fieldsOfType(subgraph: SubgraphSource, type: string) {
  return outputFieldsOf(subgraph).flatMap((f) => (f.type === type ? [f.field] : []));
}

/** A field that authorization removes, or whose subgraph is away, is null beside the rest. */
const nullableRoot: LintRule = {
  name: 'nullable-root',
  title: 'Root fields are nullable.',
  check: ({ outputFields }) =>
    outputFields.flatMap(({ type, field, coordinate }) =>
      ROOT_TYPES.includes(type) && field.type.kind === Kind.NON_NULL_TYPE
        ? [
            {
              node: field,
              subject: coordinate,
              message: `${coordinate} is non-null`,
              consequence: 'When it is refused or its subgraph is away, the whole response is null.',
              advice: 'Make it nullable.',
            },
          ]
        : [],
    ),
};

export const nullabilityRules: readonly LintRule[] = [nonNullAcrossSubgraphs, nullableRoot];
