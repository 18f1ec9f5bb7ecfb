import { Kind } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { eachNode } from './eachNode.ts';
import { fragmentsOf } from './inlining.ts';

/**
 * How large one operation may be. Fragments count where they are spread, as often as they are, and are selections
 * themselves: a chain of them is work too.
 */
export interface OperationLimits {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  readonly selections: number;
  /** Characters of one name: of an operation, alias, variable, fragment. */
  readonly nameLength: number;
}

export interface ExceededLimit {
  readonly limit: keyof OperationLimits;
  readonly allowed: number;
}

interface Size {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly selections: number;
  /** Fields of this level alone. */
  readonly rootFields: number;
}

const empty: Size = { depth: 0, aliases: 0, directives: 0, selections: 0, rootFields: 0 };

/** The first limit that the operation exceeds. Runs before validation, in time linear in the document. */
export function exceededLimit(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  limits: OperationLimits,
): ExceededLimit | undefined {
  const size = measure(fragmentsOf(document))(operation.selectionSet);
  const measured = { ...size, directives: size.directives + (operation.directives?.length ?? 0) };
  if (maxNameLength(document) > limits.nameLength) return { limit: 'nameLength', allowed: limits.nameLength };
  for (const limit of ['selections', 'depth', 'aliases', 'rootFields', 'directives'] as const) {
    if (measured[limit] > limits[limit]) return { limit, allowed: limits[limit] };
  }
  return undefined;
}

/** Of all names in the document, in characters: an alias comes back once for each object of a list. */
function maxNameLength(document: DocumentNode): number {
  let longest = 0;
  eachNode(document, (node) => {
    if (node.kind === Kind.NAME) longest = Math.max(longest, node.value.length);
  });
  return longest;
}

function measure(fragments: ReadonlyMap<string, FragmentDefinitionNode>): (set: SelectionSetNode) => Size {
  const measuredFragments = new Map<string, Size>();
  const sizeOf = (set: SelectionSetNode): Size => {
    let sum = empty;
    for (const selection of set.selections) {
      const directives = selection.directives?.length ?? 0;
      let inner = empty;
      if (selection.kind === Kind.FRAGMENT_SPREAD) inner = fragmentSize(selection.name.value);
      else if (selection.selectionSet) inner = sizeOf(selection.selectionSet);
      const isField = selection.kind === Kind.FIELD;
      // Introspection is deep by nature; graphql's own MaxIntrospectionDepthRule bounds it.
      const depth = isField ? (selection.name.value.startsWith('__') ? 1 : inner.depth + 1) : inner.depth;
      sum = {
        depth: Math.max(sum.depth, depth),
        aliases: sum.aliases + inner.aliases + (isField && selection.alias ? 1 : 0),
        directives: sum.directives + inner.directives + directives,
        selections: sum.selections + inner.selections + 1,
        rootFields: sum.rootFields + (isField ? 1 : inner.rootFields),
      };
    }
    return sum;
  };
  const fragmentSize = (name: string): Size => {
    const known = measuredFragments.get(name);
    if (known) return known;
    // A cycle counts once here; validation refuses it.
    measuredFragments.set(name, empty);
    const fragment = fragments.get(name);
    const size = fragment ? sizeOf(fragment.selectionSet) : empty;
    measuredFragments.set(name, size);
    return size;
  };
  return sizeOf;
}
