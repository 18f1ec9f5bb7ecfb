import type { Caller } from '@nakku/identity';
import { print } from 'graphql';
import type { DocumentNode, FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { TestIdentity } from './identity.ts';
import { postGraphql } from './postGraphql.ts';

/** Data of a response: tests know its shape, so fields may be read without ceremony; use `expect` on them. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- responses are asserted, not typed
export type ResponseData = Record<string, any>;

export interface SubgraphResponse {
  readonly status: number;
  readonly data: ResponseData | null | undefined;
  readonly errors: readonly GraphQLFormattedError[] | undefined;
  /** Who else may be given the response: `max-age=5, public`, or `no-store`. */
  readonly cacheControl: string | null;
}

type Variables = Record<string, unknown>;
type Extensions = Record<string, unknown>;
/** One message of a subscription. */
export type SubgraphMessage = FormattedExecutionResult<ResponseData, Extensions>;

export interface SubgraphClient {
  query(
    document: string | DocumentNode,
    variables: Variables,
    caller: Caller,
    headers?: Record<string, string>,
  ): Promise<SubgraphResponse>;
  /**
   * Each message of a subscription; leaving the loop (or `return()`) ends it. An error message throws the list of
   * GraphQL errors, a closed socket the close event.
   */
  subscribe(
    document: string | DocumentNode,
    variables: Variables,
    caller: Caller,
  ): AsyncIterableIterator<SubgraphMessage>;
  /** Closes sockets that are open. */
  close(): Promise<void>;
}

/**
 * Calls a subgraph as the gateway does.
 * @param url of the service, such as `http://127.0.0.1:4005`
 * @param audience name of the subgraph, which the identity is signed for
 */
export function subgraphClient(url: string, identity: TestIdentity, audience: string): SubgraphClient {
  const socket = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  return {
    async query(document, variables, caller, headers = {}) {
      const response = await postGraphql(url, {
        query: textOf(document),
        variables,
        headers: { accept: '*/*', ...(await identity.as(caller, audience)), ...headers },
      });
      const reply: unknown = await response.json();
      const { data, errors } = Object(reply);
      return { status: response.status, data, errors, cacheControl: response.headers.get('cache-control') };
    },
    subscribe(document, variables, caller) {
      const open = async (): Promise<AsyncIterableIterator<SubgraphMessage>> =>
        socket.iterate<ResponseData, Extensions>({
          query: textOf(document),
          variables,
          extensions: { identity: await identity.signer.sign(caller, audience) },
        });
      const messages = open();
      const end: IteratorReturnResult<undefined> = { done: true, value: undefined };
      // Not a generator: its return() would wait for a message that may never come.
      const iterator: AsyncIterableIterator<SubgraphMessage> = {
        next: async () => (await messages).next(),
        return: async () => (await (await messages).return?.()) ?? end,
        [Symbol.asyncIterator]: () => iterator,
      };
      return iterator;
    },
    close: async () => socket.dispose(),
  };
}

function textOf(document: string | DocumentNode): string {
  return typeof document === 'string' ? document : print(document);
}
