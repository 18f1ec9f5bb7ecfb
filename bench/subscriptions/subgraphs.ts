import { IDENTITY_HEADER } from '@nakku/identity';
import type { Caller, IdentitySigner } from '@nakku/identity';
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { Pool } from 'undici';
import { WebSocket } from 'ws';
import { entityQueries } from './operations.ts';

interface Entity {
  readonly __typename: string;
  readonly id: string;
}

/** The subgraphs as a server without a planner uses them: one socket and one pool of connections to each. */
export class Subgraphs {
  readonly #urls: Readonly<Record<string, string>>;
  readonly #signer: IdentitySigner;
  readonly #sockets = new Map<string, Client>();
  readonly #pools = new Map<string, Pool>();

  constructor(urls: Readonly<Record<string, string>>, signer: IdentitySigner) {
    this.#urls = urls;
    this.#signer = signer;
  }

  get sockets(): number {
    return this.#sockets.size;
  }

  async subscribe<Data extends Record<string, unknown>>(
    subgraph: string,
    query: string,
    variables: Record<string, unknown>,
    caller: Caller,
  ): Promise<AsyncIterableIterator<{ readonly data?: Data | null }>> {
    const identity = await this.#signer.sign(caller, subgraph);
    return this.#socketOf(subgraph).iterate<Data>({ query, variables, extensions: { identity } });
  }

  async entities(
    subgraph: keyof typeof entityQueries,
    representations: readonly Entity[],
    caller: Caller,
  ): Promise<readonly unknown[]> {
    const { body } = await this.#poolOf(subgraph).request({
      path: '/graphql',
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [IDENTITY_HEADER]: await this.#signer.sign(caller, subgraph),
      },
      body: JSON.stringify({ query: entityQueries[subgraph], variables: { representations } }),
    });
    const response: { data: { _entities: unknown[] } } = JSON.parse(await body.text());
    return response.data._entities;
  }

  #urlOf(subgraph: string): string {
    const url = this.#urls[subgraph];
    if (url === undefined) throw new Error(`there is no subgraph ${subgraph}`);
    return url;
  }

  #socketOf(subgraph: string): Client {
    const known = this.#sockets.get(subgraph);
    if (known) return known;
    const url = this.#urlOf(subgraph).replace('http', 'ws');
    const client = createClient({ url, webSocketImpl: WebSocket });
    this.#sockets.set(subgraph, client);
    return client;
  }

  #poolOf(subgraph: string): Pool {
    const known = this.#pools.get(subgraph);
    if (known) return known;
    const pool = new Pool(new URL(this.#urlOf(subgraph)).origin, { connections: 32 });
    this.#pools.set(subgraph, pool);
    return pool;
  }
}
