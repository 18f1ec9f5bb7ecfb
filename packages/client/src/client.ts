import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { TokenStore } from './renewal.ts';
import type { Variables } from './request.ts';
import { request } from './request.ts';
import type { Session } from './session.ts';
import { authorizedFetch, createSession } from './session.ts';
import type { FollowOptions, SocketOptions } from './subscriptions.ts';
import { createSocket, follow } from './subscriptions.ts';

/** Nakku with nothing but fetch and graphql-ws. */
export interface NakkuClient {
  readonly session: Session;
  /** One query or mutation. @throws GraphqlFailed, TypeError when the gateway is not reached */
  execute<Data, Given extends Variables>(
    document: TypedDocumentNode<Data, Given>,
    variables: Given,
  ): Promise<Data>;
  /** See `follow`: a subscription that goes on over drops, restarts and renewed tokens. */
  follow<Data, Given extends Variables>(
    document: TypedDocumentNode<Data, Given>,
    variables: Given,
    o?: FollowOptions<Data>,
  ): AsyncGenerator<Data, void, undefined>;
  close(): Promise<void>;
}

/** @param o.url of GraphQL, such as `https://api.example.com/graphql` */
export function createNakkuClient(o: {
  url: string;
  store?: TokenStore;
  webSocketImpl?: SocketOptions['webSocketImpl'];
}): NakkuClient {
  const { url, webSocketImpl } = o;
  const session = createSession(o);
  const send = authorizedFetch(session);
  const socket = createSocket({ url, session, ...(webSocketImpl === undefined ? {} : { webSocketImpl }) });
  return {
    session,
    execute: (document, variables) => request(url, document, variables, send),
    follow: (document, variables, options) => follow(socket, document, variables, options),
    close: async () => {
      await socket.dispose();
    },
  };
}
