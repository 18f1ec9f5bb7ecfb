import { getOperationAST, GraphQLError, OperationTypeNode, parse, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { badRequest } from './errors.ts';

export type CheckedDocument =
  { readonly document: DocumentNode } | { readonly errors: readonly [GraphQLError, ...GraphQLError[]] };

const maxDocuments = 1_000;

/** Parses and validates subscription documents; the gateway sends the same few again and again. */
export function subscriptionDocuments(schema: GraphQLSchema) {
  const known = new Map<string, CheckedDocument>();
  return (query: string, operationName: string | null | undefined): CheckedDocument => {
    const key = `${operationName ?? ''}\n${query}`;
    const before = known.get(key);
    if (before) return before;
    const checked = check(schema, query, operationName);
    const [oldest] = known.keys();
    if (known.size >= maxDocuments && oldest !== undefined) known.delete(oldest);
    known.set(key, checked);
    return checked;
  };
}

function check(
  schema: GraphQLSchema,
  query: string,
  operationName: string | null | undefined,
): CheckedDocument {
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    const message = error instanceof GraphQLError ? error.message : 'The document is nested too deeply';
    return { errors: [badRequest('GRAPHQL_PARSE_FAILED', message)] };
  }
  const [first, ...more] = validate(schema, document).map(({ message }) =>
    badRequest('GRAPHQL_VALIDATION_FAILED', message),
  );
  if (first) return { errors: [first, ...more] };
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) {
    return { errors: [badRequest('BAD_REQUEST', 'Only subscriptions are served over WebSocket')] };
  }
  return { document };
}
