import { getOperationAST, GraphQLError, OperationTypeNode, parse, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { cacheControlOf } from './cachePolicy.ts';
import { badRequest } from './errors.ts';

type Errors = readonly [GraphQLError, ...GraphQLError[]];

export type CheckedDocument = { readonly document: DocumentNode } | { readonly errors: Errors };

const maxDocuments = 1_000;

/** Remembers what `check` makes of a document and the name of its operation, of the last `maxDocuments`. */
function remembered<T>(check: (query: string, operationName: string | null | undefined) => T) {
  const known = new Map<string, { readonly checked: T }>();
  return (query: string, operationName: string | null | undefined): T => {
    const key = `${operationName ?? ''}\n${query}`;
    const before = known.get(key);
    if (before) return before.checked;
    const checked = check(query, operationName);
    const [oldest] = known.keys();
    if (known.size >= maxDocuments && oldest !== undefined) known.delete(oldest);
    known.set(key, { checked });
    return checked;
  };
}

/** Parses and validates subscription documents; the gateway sends the same few again and again. */
export function subscriptionDocuments(schema: GraphQLSchema) {
  return remembered((query, operationName): CheckedDocument => {
    const checked = check(schema, query);
    if ('errors' in checked) return checked;
    const operation = getOperationAST(checked.document, operationName);
    if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) {
      return { errors: [badRequest('BAD_REQUEST', 'Only subscriptions are served over WebSocket')] };
    }
    return checked;
  });
}

/** A query or mutation that is parsed and valid, with the `Cache-Control` of its response. */
export interface ExecutableDocument {
  readonly document: DocumentNode;
  readonly cacheControl: string;
}

/** The same for queries and mutations; undefined: the document is not valid, or has no such operation. */
export function executableDocuments(schema: GraphQLSchema) {
  return remembered((query, operationName): ExecutableDocument | undefined => {
    const checked = check(schema, query);
    if ('errors' in checked) return undefined;
    const { document } = checked;
    const operation = getOperationAST(document, operationName);
    if (!operation || operation.operation === OperationTypeNode.SUBSCRIPTION) return undefined;
    return { document, cacheControl: cacheControlOf(schema, document) };
  });
}

function check(schema: GraphQLSchema, query: string): CheckedDocument {
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
  return first ? { errors: [first, ...more] } : { document };
}
