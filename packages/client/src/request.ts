import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { GraphQLFormattedError } from 'graphql';
import { print } from 'graphql';

/** Variables of any operation. */
export type Variables = Readonly<Record<string, unknown>>;

/** What `fetch` is: the platform's, or one that adds a token. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** Top-level errors of a response: a broken request, a missing right, a service that is away. */
export class GraphqlFailed extends Error {
  readonly errors: readonly GraphQLFormattedError[];

  constructor(errors: readonly GraphQLFormattedError[]) {
    super(errors.map(({ message }) => message).join('; ') || 'the response has no data');
    this.name = 'GraphqlFailed';
    this.errors = errors;
  }

  /** `extensions.code` of the first error. */
  get code(): string | undefined {
    const code = this.errors[0]?.extensions?.code;
    return typeof code === 'string' ? code : undefined;
  }
}

interface OperationResponse<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/**
 * One query or mutation over HTTP.
 * @returns its data; fields of services that are away are null where the schema lets them be
 * @throws GraphqlFailed when there is no data; TypeError when the gateway is not reached
 */
export async function request<Data, Given extends Variables>(
  url: string,
  document: TypedDocumentNode<Data, Given>,
  variables: Given,
  send: Fetch = fetch,
): Promise<Data> {
  const response = await send(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
    },
    body: JSON.stringify({ query: print(document), variables }),
  });
  // The document's type is that of its response: both are generated from the schema.
  const reply = (await response.json()) as OperationResponse<Data>;
  if (reply.data === undefined || reply.data === null) throw new GraphqlFailed(reply.errors ?? []);
  return reply.data;
}
