import path from 'node:path';
import { placeOf } from '@nakku/gateway/compose';
import type { SubgraphSource } from '@nakku/gateway/compose';
import type { Source } from 'graphql';
import type { Finding } from '../finding.ts';
import { deprecationRules } from './deprecation.ts';
import { descriptionRules } from './descriptions.ts';
import { exceptionAbove, exceptionsIn } from './exceptions.ts';
import type { Exception } from './exceptions.ts';
import { inputRules } from './inputs.ts';
import { lintedSchema } from './lintedSchema.ts';
import { listRules } from './lists.ts';
import { mutationRules } from './mutations.ts';
import { nameRules } from './names.ts';
import { nullabilityRules } from './nullability.ts';
import type { LintRule } from './rule.ts';
import { sharingRules } from './sharing.ts';
import { subscriptionRules } from './subscriptions.ts';

/** Every rule, in the order of the style guide. */
export const LINT_RULES: readonly LintRule[] = [
  ...descriptionRules,
  ...nullabilityRules,
  ...listRules,
  ...nameRules,
  ...mutationRules,
  ...inputRules,
  ...subscriptionRules,
  ...sharingRules,
  ...deprecationRules,
];

/** Looks at the subgraphs' own schemas. An exception that excepts nothing is a finding as well. */
export function lint(subgraphs: readonly SubgraphSource[]): Finding[] {
  const schema = lintedSchema(subgraphs);
  const exceptions = exceptionsIn(sourcesOf(subgraphs));
  const used = new Set<Exception>();
  const found = LINT_RULES.flatMap((rule) =>
    rule.check(schema).flatMap(({ node, subject, message, consequence, advice }): Finding[] => {
      const exception = exceptionAbove(node, rule.name, exceptions);
      if (exception) {
        used.add(exception);
        return [];
      }
      const place = placeOf(node);
      return [
        {
          area: 'lint',
          level: 'error',
          rule: rule.name,
          subject,
          message,
          consequence: consequence ?? rule.title,
          advice,
          ...(place === undefined ? {} : { place }),
        },
      ];
    }),
  );
  return [...found, ...exceptions.filter((exception) => !used.has(exception)).map(unused)];
}

function unused({ rule, place }: Exception): Finding {
  return {
    area: 'lint',
    level: 'error',
    rule: 'unused-exception',
    place: {
      ...place,
      file: path.isAbsolute(place.file) ? path.relative(process.cwd(), place.file) : place.file,
    },
    message: `Nothing breaks the rule ${rule} here`,
    advice: 'Delete the line.',
  };
}

/** The files that the definitions were parsed from. */
function sourcesOf(subgraphs: readonly SubgraphSource[]): Source[] {
  const all = subgraphs.flatMap(({ typeDefs }) =>
    typeDefs.definitions.flatMap(({ loc }) => loc?.source ?? []),
  );
  return [...new Set(all)];
}
