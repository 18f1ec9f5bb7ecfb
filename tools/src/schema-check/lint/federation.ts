import { linkedNames } from '@nakku/gateway/compose';
import { Kind, parse, visit } from 'graphql';
import type { ConstDirectiveNode, SelectionSetNode } from 'graphql';
import type { LintProblem, LintRule } from './rule.ts';

/** What composes, and then does nothing or something wrong in @apollo/gateway. */
const UNSUPPORTED = {
  context: 'The gateway does not know contextual arguments: the argument is never set.',
  fromContext: 'The gateway does not know contextual arguments: the argument is never set.',
  cacheTag: 'The gateway has no response cache that would know the tag.',
  connect: 'Connectors run in Apollo Router only: the field has no resolver.',
  source: 'Connectors run in Apollo Router only: the field has no resolver.',
} as const;

/** Directives of federation that this gateway cannot serve. */
const unsupportedDirective: LintRule = {
  name: 'unsupported-directive',
  title: 'A directive that this gateway cannot serve is not used.',
  check: ({ subgraphs }) =>
    subgraphs.flatMap(({ typeDefs }) => {
      const nameOf = linkedNames(typeDefs);
      const problems: LintProblem[] = [];
      visit(typeDefs, {
        Directive(node, _key, _parent, _path, ancestors) {
          const subject = subjectOf(ancestors);
          for (const [name, consequence] of Object.entries(UNSUPPORTED)) {
            const feature = name === 'connect' || name === 'source' ? 'connect' : 'federation';
            if (node.name.value !== nameOf(feature, name)) continue;
            problems.push({
              node,
              subject,
              message: `@${name} on ${subject}`,
              consequence,
              advice: 'Write a resolver that does it.',
            });
          }
          if (node.name.value !== nameOf('federation', 'override')) return;
          if (!node.arguments?.some((a) => a.name.value === 'label')) return;
          problems.push({
            node,
            subject,
            message: `@override with a label on ${subject}`,
            consequence: 'The gateway does not know progressive override: the field never moves.',
            advice: 'Override without a label, when the new owner is ready for everybody.',
          });
        },
      });
      return problems;
    }),
};

/** The planner asks for such a field without its arguments and gives the resolver what came. */
const requiresWithArguments: LintRule = {
  name: 'requires-with-arguments',
  title: 'The selection of @requires has no arguments.',
  check: (schema) =>
    schema.outputFields.flatMap(({ field, coordinate }) => {
      const requires = schema.federated(field, 'requires');
      const names = requires === undefined ? [] : fieldsWithArguments(requires);
      return names.map((name) => ({
        node: field,
        subject: coordinate,
        message: `@requires of ${coordinate} gives arguments to ${name}`,
        consequence:
          'The planner silently fetches the field with other arguments: the resolver gets wrong data.',
        advice: `Add a field without arguments that answers what is needed, and require that.`,
      }));
    }),
};

function fieldsWithArguments(requires: ConstDirectiveNode): string[] {
  const selection = requires.arguments?.find((a) => a.name.value === 'fields')?.value;
  if (selection?.kind !== Kind.STRING) return [];
  const names: string[] = [];
  visit(parsedSelection(selection.value), {
    Field(node) {
      if ((node.arguments ?? []).length > 0) names.push(node.name.value);
    },
  });
  return names;
}

/** Composition has said already what is wrong with a selection that does not parse. */
function parsedSelection(text: string): SelectionSetNode {
  try {
    const [operation] = parse(`{ ${text} }`, { noLocation: true }).definitions;
    if (operation?.kind === Kind.OPERATION_DEFINITION) return operation.selectionSet;
  } catch {
    // Told by composition.
  }
  return { kind: Kind.SELECTION_SET, selections: [] };
}

/** The names of what a directive stands on: `Type.field`. */
function subjectOf(ancestors: readonly unknown[]): string {
  const names = ancestors.flatMap((node) => {
    const name: unknown = Object(Object(node).name).value;
    return typeof name === 'string' ? [name] : [];
  });
  return names.slice(0, 2).join('.') || 'the schema';
}

export const federationRules: readonly LintRule[] = [unsupportedDirective, requiresWithArguments];
