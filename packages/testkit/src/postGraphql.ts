interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
  /** Access token, sent as a bearer. */
  readonly token?: string | undefined;
  /** Over those of every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one GraphQL request as JSON. @param url of the server, without `/graphql` */
export function postGraphql(url: string, request: GraphqlRequest): Promise<Response> {
  const { query, variables, operationName, token, headers } = request;
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ query, variables, operationName }),
  });
}
