import { Kind, parseType } from 'graphql';
import type { FieldNode, SelectionNode, SelectionSetNode, VariableDefinitionNode } from 'graphql';
import type { Admitted } from '../request/admitted.ts';
import { asInlineFragment, fragmentsOf } from '../federation/inlining.ts';
import { CURSOR_FIELD, RESUME_ARGUMENT } from '../federation/resumable.ts';

/** Names that we add to an operation; clients never see them. */
export const RESUME_VARIABLE = 'nakku_after';
export const CURSOR_ALIAS = 'nakku_cursor';

/** Every fragment spread, at any depth, as an inline fragment: the document then needs no definitions beside it. */
export function withoutSpreads(set: SelectionSetNode, admitted: Admitted): SelectionSetNode {
  const fragments = fragmentsOf(admitted.allowed ?? admitted.document);
  const flatten = (inner: SelectionSetNode): SelectionSetNode => ({
    ...inner,
    selections: inner.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FIELD) {
        return [
          selection.selectionSet
            ? { ...selection, selectionSet: flatten(selection.selectionSet) }
            : selection,
        ];
      }
      const fragment = asInlineFragment(selection, fragments);
      return fragment ? [{ ...fragment, selectionSet: flatten(fragment.selectionSet) }] : [];
    }),
  });
  return flatten(set);
}

/** The one field of a subscription, which may stand inside of fragments. */
export function rootField(set: SelectionSetNode): FieldNode | undefined {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD && !selection.name.value.startsWith('__')) return selection;
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? rootField(selection.selectionSet) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

/** The selections with every field of this level, in fragments too, replaced. */
export function mapFields(set: SelectionSetNode, map: (node: FieldNode) => FieldNode): SelectionSetNode {
  return {
    ...set,
    selections: set.selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return map(selection);
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      return { ...selection, selectionSet: mapFields(selection.selectionSet, map) };
    }),
  };
}

/** The field with `after` as our variable and the cursor under our alias. */
export function withCursor(field: FieldNode): FieldNode {
  const cursor: FieldNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: CURSOR_ALIAS },
    name: { kind: Kind.NAME, value: CURSOR_FIELD },
  };
  return {
    ...field,
    arguments: [
      ...(field.arguments ?? []).filter((a) => a.name.value !== RESUME_ARGUMENT),
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: RESUME_ARGUMENT },
        value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: RESUME_VARIABLE } },
      },
    ],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [...(field.selectionSet?.selections ?? []), cursor],
    },
  };
}

/** The definition of our variable. */
export function variableOf(type: string): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: RESUME_VARIABLE } },
    // Not given at first, so it must be nullable.
    type: parseType(type.replace(/!$/, ''), { noLocation: true }),
  };
}
