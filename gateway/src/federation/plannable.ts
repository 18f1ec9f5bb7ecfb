import { Kind, visit } from 'graphql';
import type { DocumentNode, FieldNode, SelectionNode, SelectionSetNode } from 'graphql';

/**
 * An operation as it is planned: with `__typename` in every selection of an object in which
 * - a fragment has a type condition, since shaping needs to know the type to tell whether it applies, also where the
 *   object's type is concrete and a condition of an interface stands between;
 * - all may be left out by `@skip` and `@include`, since an object of which nothing is left is still there.
 *
 * Roots are left alone: their type is known, and a subscription may have one field only.
 */
export function plannable(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: {
      leave(node) {
        const { selectionSet } = node;
        if (!selectionSet || node.name.value.startsWith('__') || !needsTypename(selectionSet))
          return undefined;
        return { ...node, selectionSet: withTypename(selectionSet) };
      },
    },
  });
}

export const typenameField: FieldNode = {
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: '__typename' },
};

function withTypename(set: SelectionSetNode): SelectionSetNode {
  return { ...set, selections: [...set.selections, typenameField] };
}

function needsTypename({ selections }: SelectionSetNode): boolean {
  const isThere = selections.some(
    (one) => one.kind === Kind.FIELD && one.name.value === '__typename' && !one.alias && !isConditional(one),
  );
  return !isThere && (selections.some(hasTypeCondition) || selections.every(mayBeLeftOut));
}

function hasTypeCondition(selection: SelectionNode): boolean {
  if (selection.kind === Kind.FIELD) return false;
  if (selection.kind === Kind.FRAGMENT_SPREAD) return true;
  return selection.typeCondition !== undefined || selection.selectionSet.selections.some(hasTypeCondition);
}

function mayBeLeftOut(selection: SelectionNode): boolean {
  if (isConditional(selection)) return true;
  return selection.kind === Kind.INLINE_FRAGMENT && selection.selectionSet.selections.every(mayBeLeftOut);
}

function isConditional({ directives = [] }: SelectionNode): boolean {
  return directives.some(({ name }) => name.value === 'skip' || name.value === 'include');
}
