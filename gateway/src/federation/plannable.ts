import { Kind, visit } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { chosenOperation } from './chosenOperation.ts';
import { asInlineFragment, fragmentsOf } from './inlining.ts';

/**
 * An operation as it is planned: without introspection, which is no subgraph's and which the planner knows only outside
 * of fragments with conditions; and with `__typename` in every selection of an object in which
 * - a fragment has a type condition, since shaping needs to know the type to tell whether it applies, also where the
 *   object's type is concrete and a condition of an interface stands between;
 * - all may be left out by `@skip` and `@include`, since an object of which nothing is left is still there.
 *
 * Roots get none: their type is known, and a subscription may have one field only.
 *
 * @returns undefined if there is nothing to plan
 */
export function plannable(document: DocumentNode): DocumentNode | undefined {
  const planned = withoutIntrospection(document);
  return planned && withTypenames(planned);
}

function withTypenames(document: DocumentNode): DocumentNode {
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

function withoutIntrospection(document: DocumentNode): DocumentNode | undefined {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (!operation || !hasIntrospection(document)) return document;
  const selections = dataSelections(operation.selectionSet, fragmentsOf(document));
  if (selections.length === 0) return undefined;
  const planned: OperationDefinitionNode = {
    ...operation,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  const definitions = document.definitions.map((one) => (one === operation ? planned : one));
  return chosenOperation({ ...document, definitions }, planned);
}

const isIntrospection = ({ name: { value } }: FieldNode): boolean =>
  value === '__schema' || value === '__type';

function hasIntrospection(document: DocumentNode): boolean {
  let isFound = false;
  visit(document, { Field: (node) => void (isFound ||= isIntrospection(node)) });
  return isFound;
}

/** The selections of a root that ask for data, with its fragments inline. */
function dataSelections(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionNode[] {
  return selections.flatMap((one): SelectionNode[] => {
    if (one.kind === Kind.FIELD) return isIntrospection(one) ? [] : [one];
    const fragment = asInlineFragment(one, fragments);
    const inner = fragment ? dataSelections(fragment.selectionSet, fragments) : [];
    if (!fragment || inner.length === 0) return [];
    return [{ ...fragment, selectionSet: { kind: Kind.SELECTION_SET, selections: inner } }];
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
