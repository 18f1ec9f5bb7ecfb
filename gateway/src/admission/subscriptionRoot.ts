import { GraphQLError, Kind, OperationTypeNode } from 'graphql';
import type { ASTNode, DocumentNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../federation/inlining.ts';

/**
 * `@skip` and `@include` among the root fields of a subscription, which the specification forbids (5.2.4.1): what is
 * subscribed must not depend on variables. graphql's own rule throws on them.
 */
export function conditionsAtSubscriptionRoot(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): GraphQLError[] {
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return [];
  const fragments = fragmentsOf(document);
  const seen = new Set<string>();
  const conditionsIn = (set: SelectionSetNode): ASTNode[] =>
    set.selections.flatMap((selection): ASTNode[] => {
      const own = (selection.directives ?? []).filter(
        ({ name }) => name.value === 'skip' || name.value === 'include',
      );
      if (selection.kind === Kind.FIELD) return own;
      if (selection.kind === Kind.INLINE_FRAGMENT) return [...own, ...conditionsIn(selection.selectionSet)];
      if (seen.has(selection.name.value)) return own;
      seen.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      return fragment ? [...own, ...conditionsIn(fragment.selectionSet)] : own;
    });
  return conditionsIn(operation.selectionSet).map(
    (node) =>
      new GraphQLError('The root field of a subscription cannot have `@skip` or `@include`.', {
        nodes: node,
      }),
  );
}
