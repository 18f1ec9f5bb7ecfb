import { Kind } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../federation/inlining.ts';

/** Of what validation compares each with each: fragments, and fields that come back under one name. */
export interface ComparisonLimits {
  readonly fragments: number;
  readonly comparisons: number;
}

interface Merged {
  count: number;
  readonly fields: Map<string, Merged>;
}

/**
 * The first limit that an operation exceeds whose cost for validation grows with its square: the specification wants
 * every two fields of one name compared (5.3.2). Runs before validation, on documents whose size was bounded.
 */
export function exceededComparisons(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  limits: ComparisonLimits,
): keyof ComparisonLimits | undefined {
  const fragments = fragmentsOf(document);
  if (fragments.size > limits.fragments) return 'fragments';
  return pairsIn(operation.selectionSet, fragments, limits.comparisons) > limits.comparisons
    ? 'comparisons'
    : undefined;
}

/** How many pairs of fields have one name at one place; stops counting beyond `enough`. */
function pairsIn(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  enough: number,
): number {
  let pairs = 0;
  const inside = new Set<string>();
  const collect = ({ selections }: SelectionSetNode, into: Map<string, Merged>): void => {
    for (const selection of selections) {
      if (pairs > enough) return;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const merged = into.get(key) ?? { count: 0, fields: new Map<string, Merged>() };
        into.set(key, merged);
        pairs += merged.count;
        merged.count += 1;
        if (selection.selectionSet) collect(selection.selectionSet, merged.fields);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet, into);
      } else {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        // Validation refuses a circle.
        if (!fragment || inside.has(name)) continue;
        inside.add(name);
        collect(fragment.selectionSet, into);
        inside.delete(name);
      }
    }
  };
  collect(set, new Map());
  return pairs;
}
