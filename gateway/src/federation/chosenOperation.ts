import { Kind } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from './inlining.ts';

/**
 * The operation with the fragments that it reaches, as a document of its own; the same document if there is nothing
 * else in it. Other operations and fragments are never executed, so nothing is asked of them.
 */
export function chosenOperation(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const fragments = fragmentsOf(document);
  const reached = new Set<FragmentDefinitionNode>();
  const reach = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind !== Kind.FRAGMENT_SPREAD) {
        if (selection.selectionSet) reach(selection.selectionSet);
        continue;
      }
      const fragment = fragments.get(selection.name.value);
      if (fragment && !reached.has(fragment)) {
        reached.add(fragment);
        pending.push(fragment);
      }
    }
  };
  // One after the other: thousands of fragments in fragments would exhaust the stack.
  const pending: (OperationDefinitionNode | FragmentDefinitionNode)[] = [operation];
  for (let node = pending.pop(); node; node = pending.pop()) reach(node.selectionSet);
  const definitions = document.definitions.filter(
    (one) => one === operation || (one.kind === Kind.FRAGMENT_DEFINITION && reached.has(one)),
  );
  return definitions.length === document.definitions.length ? document : { ...document, definitions };
}
