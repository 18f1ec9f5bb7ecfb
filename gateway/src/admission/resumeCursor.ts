import { Kind, OperationTypeNode } from 'graphql';
import type { DocumentNode, FieldNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../federation/inlining.ts';
import { RESUME_ARGUMENT } from '../federation/resumable.ts';
import type { Variables } from '../request/operationCost.ts';
import { refusal } from '../request/results.ts';
import type { Refusal } from '../request/results.ts';

/**
 * Refuses a resumable subscription whose `after` is no text: the scalar accepts anything, and who says where to go on
 * must not silently begin at the present. Whether the text is a cursor its owner knows.
 */
export function malformedCursor(
  resumable: ReadonlySet<string>,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Refusal | undefined {
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return undefined;
  const field = firstField(operation.selectionSet, document);
  if (!field || !resumable.has(field.name.value)) return undefined;
  const given = field.arguments?.find(({ name }) => name.value === RESUME_ARGUMENT)?.value;
  if (!given || given.kind === Kind.NULL || given.kind === Kind.STRING) return undefined;
  const value = given.kind === Kind.VARIABLE ? (variables[given.name.value] ?? '') : undefined;
  if (typeof value === 'string') return undefined;
  return refusal(400, 'BAD_USER_INPUT', `\`${RESUME_ARGUMENT}\` must be a cursor`, {
    input: RESUME_ARGUMENT,
  });
}

/** A valid subscription has one root field, which may stand inside of fragments. */
function firstField(set: SelectionSetNode, document: DocumentNode): FieldNode | undefined {
  const fragments = fragmentsOf(document);
  const find = ({ selections }: SelectionSetNode): FieldNode | undefined => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value.startsWith('__')) continue;
        return selection;
      }
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      const found = inner && find(inner.selectionSet);
      if (found) return found;
    }
    return undefined;
  };
  return find(set);
}
