import { Kind } from 'graphql';
import { definitionsOf, isInput } from './lintedSchema.ts';
import type { LintRule } from './rule.ts';

export const inputRules: readonly LintRule[] = [
  {
    name: 'one-of-nullable',
    title: 'The fields of a @oneOf input are nullable and have no default.',
    check: (schema) =>
      definitionsOf(schema, isInput).flatMap((input) =>
        input.directives?.some((d) => d.name.value === 'oneOf') === true
          ? (input.fields ?? [])
              .filter((field) => field.type.kind === Kind.NON_NULL_TYPE || field.defaultValue !== undefined)
              .map((field) => ({
                node: field,
                subject: `${input.name.value}.${field.name.value}`,
                message: `${input.name.value}.${field.name.value} must always be given`,
                consequence: 'Exactly one field is to be given: no other ever could.',
                advice: 'Make it nullable, without a default.',
              }))
          : [],
      ),
  },
];
