import { Kind } from 'graphql';
import type { ConstDirectiveNode } from 'graphql';
import type { LintRule } from './rule.ts';

const RESTRICTING = ['authenticated', 'requiresScopes', 'policy'];

interface Element {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

const hintOn = ({ directives = [] }: Element): ConstDirectiveNode | undefined =>
  directives.find(({ name }) => name.value === 'cacheControl');

/** `maxAge: 0`: for nobody else. */
const isUnshared = (hint: ConstDirectiveNode): boolean =>
  hint.arguments?.some(
    ({ name, value }) => name.value === 'maxAge' && value.kind === Kind.INT && value.value === '0',
  ) === true;

export const sharingRules: readonly LintRule[] = [
  {
    name: 'restricted-is-not-shared',
    title: 'What not everybody may see is not shared with everybody.',
    check: ({ outputFields, federated }) =>
      outputFields.flatMap(({ definition, field, coordinate }) => {
        const hint = hintOn(field) ?? hintOn(definition);
        const isRestricted = RESTRICTING.some(
          (name) => federated(field, name) ?? federated(definition, name),
        );
        return isRestricted && hint && !isUnshared(hint)
          ? [
              {
                node: field,
                subject: coordinate,
                message: `${coordinate} is restricted, and @cacheControl shares it`,
                consequence: 'The response to one caller may be given to others.',
                advice: 'Say @cacheControl(maxAge: 0) on the field.',
              },
            ]
          : [];
      }),
  },
];
