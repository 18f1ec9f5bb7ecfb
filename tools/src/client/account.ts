import type { Tokens } from '@nakku/client';
import { createSocket } from '@nakku/client';
import { WebSocket } from 'ws';
import type { Api } from './api.ts';
import { OperationFailed } from './failures.ts';
import { follow } from './follow.ts';
import type { FollowOptions } from './follow.ts';
import type { Mutation, Query, Subscription } from './operation.ts';
import { withRetries } from './retry.ts';
import { openSession } from './session.ts';
import type { Credentials } from './session.ts';

/** Somebody who uses the public API: logged in when need be, patient while services are away. */
export interface Account {
  readonly email: string;
  /**
   * Repeats while a service is away, so a mutation must be one that may be repeated: by its idempotency key, by an
   * expected version, or because a second time changes nothing.
   * @param o.timeoutMs default one minute
   * @throws OperationFailed, Refused
   */
  execute<Variables extends Readonly<Record<string, unknown>>, Data>(
    operation: Query<Variables, Data> | Mutation<Variables, Data>,
    variables: Variables,
    o?: { timeoutMs?: number; signal?: AbortSignal },
  ): Promise<Data>;
  /** See `follow`. All subscriptions of an account share one socket. */
  follow<Variables extends Readonly<Record<string, unknown>>, Data>(
    operation: Subscription<Variables, Data>,
    variables: Variables,
    o: FollowOptions<Data>,
  ): AsyncGenerator<Data, void, undefined>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 60_000;

/** @param tokens of a login that was made already; undefined: the first use logs in */
export function openAccount(api: Api, credentials: Credentials, tokens?: Tokens): Account {
  const session = openSession(api, credentials, tokens);
  const socket = createSocket({ url: `${api.gatewayUrl}/graphql`, session, webSocketImpl: WebSocket });
  return {
    email: credentials.email,
    execute: (operation, variables, { timeoutMs = TIMEOUT_MS, signal } = {}) =>
      withRetries(
        async () => {
          const token = await session.token();
          try {
            return await api.execute(operation, variables, token);
          } catch (error) {
            if (error instanceof OperationFailed && error.code === 'UNAUTHENTICATED' && token !== undefined)
              session.reject(token);
            throw error;
          }
        },
        { timeoutMs, ...(signal ? { signal } : {}) },
      ),
    follow: (operation, variables, o) => follow(socket, operation, variables, o),
    close: async () => {
      await socket.dispose();
    },
  };
}
