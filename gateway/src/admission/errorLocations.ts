import { GraphQLError, parse } from 'graphql';
import type { ASTNode, DocumentNode } from 'graphql';
import { eachPairOfNodes } from '../federation/eachNode.ts';

/**
 * Errors about nodes of a tree that was parsed without locations, with their locations: the text is parsed once more.
 * Most of what strangers send is refused before it is validated, and needs none.
 *
 * @param text that `document` was parsed from
 */
export function withLocations(
  errors: readonly GraphQLError[],
  text: string,
  document: DocumentNode,
): GraphQLError[] {
  const wanted = new Map<ASTNode, ASTNode | undefined>(
    errors.flatMap(({ nodes = [] }) => nodes.map((node) => [node, undefined])),
  );
  eachPairOfNodes(document, parse(text), (node, located) => {
    if (wanted.has(node)) wanted.set(node, located);
  });
  return errors.map(
    ({ message, nodes = [], extensions }) =>
      new GraphQLError(message, { nodes: nodes.map((node) => wanted.get(node) ?? node), extensions }),
  );
}
