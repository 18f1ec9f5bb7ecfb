import type { ASTNode } from 'graphql';

/**
 * Calls `see` with every node of a tree. It reads no more than it must and makes nothing: graphql's `visit`, made to
 * change trees, takes five times as long, and this runs on what strangers send.
 */
export function eachNode(tree: unknown, see: (node: ASTNode) => void): void {
  if (Array.isArray(tree)) {
    for (const item of tree) eachNode(item, see);
  } else if (isNode(tree)) {
    see(tree);
    for (const key in tree) if (key !== 'loc') eachNode(memberOf(tree, key), see);
  }
}

/** Two trees of one text: calls `see` with each node of the one and its counterpart. */
export function eachPairOfNodes(
  one: unknown,
  other: unknown,
  see: (node: ASTNode, counterpart: ASTNode) => void,
): void {
  if (Array.isArray(one) && Array.isArray(other)) {
    one.forEach((item, i) => eachPairOfNodes(item, other[i], see));
  } else if (isNode(one) && isNode(other)) {
    see(one, other);
    for (const key in one) {
      if (key !== 'loc') eachPairOfNodes(memberOf(one, key), memberOf(other, key), see);
    }
  }
}

const memberOf = (node: Readonly<Record<string, unknown>>, key: string): unknown => node[key];

const isNode = (value: unknown): value is ASTNode & Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && 'kind' in value;
