import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, Observable } from '@apollo/client';
import { OperationTypeNode, print } from 'graphql';
import type { Client } from 'graphql-ws';
import type { Variables } from './request.ts';
import { resumed } from './resumed.ts';
import type { Session } from './session.ts';
import { authorizedFetch } from './session.ts';
import type { SocketOptions } from './subscriptions.ts';
import { createSocket, messages } from './subscriptions.ts';

/** `cursor` of the one root field of a `@resumable` subscription's message. */
function cursorIn(data: Variables): string | undefined {
  const [root] = Object.values(data);
  if (typeof root !== 'object' || root === null || !('cursor' in root)) return undefined;
  return typeof root.cursor === 'string' ? root.cursor : undefined;
}

/**
 * Subscriptions over one WebSocket, taken up again over drops, restarts and renewed tokens. One that selects `cursor`
 * and takes `$after` goes on behind its last message.
 */
export class ResumingLink extends ApolloLink {
  private readonly socket: Client;

  constructor(socket: Client) {
    super();
    this.socket = socket;
  }

  override request({ query, variables }: ApolloLink.Operation): Observable<ApolloLink.Result> {
    const { socket } = this;
    return new Observable((observer) => {
      const ended = new AbortController();
      const text = print(query);
      const stream = resumed<Variables>({
        signal: ended.signal,
        cursorOf: cursorIn,
        subscribe: (after, signal) =>
          messages(socket, { query: text, variables: { ...variables, ...(after && { after }) } }, signal),
      });
      const deliver = async (): Promise<void> => {
        for await (const data of stream) observer.next({ data });
        observer.complete();
      };
      deliver().catch((error: unknown) => observer.error(error));
      return () => ended.abort();
    });
  }
}

/**
 * Apollo Client for Nakku: queries and mutations with the session's token, renewed when the gateway does not accept
 * it; subscriptions that resume.
 */
export function createNakkuApollo(o: SocketOptions & { readonly session: Session }): {
  readonly client: ApolloClient;
  close(): Promise<void>;
} {
  const socket = createSocket(o);
  const send = authorizedFetch(o.session);
  const http = new HttpLink({
    uri: o.url,
    fetch: (input, init) => send(String(input), init ?? {}),
  });
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new ResumingLink(socket),
      http,
    ),
  });
  return {
    client,
    async close() {
      client.stop();
      await socket.dispose();
    },
  };
}
