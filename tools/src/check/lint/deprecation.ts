import { argument } from '@nakku/gateway/compose';
import { removalOf } from '@nakku/gateway/usage';
import { Kind } from 'graphql';
import type { ASTNode, ConstDirectiveNode } from 'graphql';
import { argumentsOf, definitionsOf, isEnum, isInput } from './lintedSchema.ts';
import type { LintedSchema } from './lintedSchema.ts';
import type { LintProblem, LintRule } from './rule.ts';

interface Member {
  readonly node: ASTNode & { readonly directives?: readonly ConstDirectiveNode[] | undefined };
  readonly coordinate: string;
}

/** A deprecation without a day is never acted on: clients wait, and so does its owner. */
export const deprecationRules: readonly LintRule[] = [
  {
    name: 'removal-date',
    title:
      'A deprecation says what to use instead and when it goes: "Use Product.brandName. Removal 2027-01-31."',
    check: (schema) =>
      members(schema).flatMap(({ node, coordinate }): LintProblem[] => {
        const deprecated = node.directives?.find((d) => d.name.value === 'deprecated');
        if (!deprecated) return [];
        const reason = argument(deprecated, 'reason');
        const text = reason?.kind === Kind.STRING ? reason.value : '';
        const problem = (message: string, advice: string) => ({ node, subject: coordinate, message, advice });
        if (!removalOf(text)) {
          return [
            problem(
              `${coordinate} is deprecated without a day of its removal`,
              'End the reason with "Removal YYYY-MM-DD.", a day of the calendar at least 90 days ahead.',
            ),
          ];
        }
        if (/\b(use|nothing replaces it)\b/i.test(text)) return [];
        return [
          problem(
            `${coordinate} is deprecated without a word on what to use instead`,
            'Begin the reason with "Use …." or "Nothing replaces it."',
          ),
        ];
      }),
  },
];

function members(schema: LintedSchema): Member[] {
  const inputs = definitionsOf(schema, isInput).flatMap(({ name, fields = [] }) =>
    fields.map((node) => ({ node, coordinate: `${name.value}.${node.name.value}` })),
  );
  const values = definitionsOf(schema, isEnum).flatMap(({ name, values: own = [] }) =>
    own.map((node) => ({ node, coordinate: `${name.value}.${node.name.value}` })),
  );
  return [
    ...schema.outputFields.map(({ field, coordinate }) => ({ node: field, coordinate })),
    ...argumentsOf(schema).map(({ argument: node, coordinate }) => ({ node, coordinate })),
    ...inputs,
    ...values,
  ];
}
